// What the shell said before any script ran: the house's name and its numbers to call. A page that cannot reach the
// server still has them.
import { session } from "../session.ts";

const said = (name: string): string =>
  typeof document === "undefined" ? "" : (document.documentElement.dataset[name] ?? "");

export const dutyLine = (): string => session.value?.house.duty_line || said("dutyLine");
export const emergency = (): string => session.value?.house.emergency || said("emergency");
export const specialProsecution = (): string => session.value?.house.special_prosecution ?? "";
export const isTraining = (): boolean => session.value?.house.training ?? said("training") === "true";
export const houseLanguage = (): string => said("language");
