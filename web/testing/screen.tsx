// For tests: what a person reads of a component, and a page to press it in.
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import en from "#catalogue/en";
import qps from "#catalogue/qps";
import sq from "#catalogue/sq";
import { install, type Language } from "../words/words.ts";

const catalogues = { en, sq, qps };

export const speak = (language: Language): void => install(language, catalogues[language]);
speak("en");

/** The words alone, in order, as a screen reader would meet them. */
export function read(screen: VNode): string {
  return markup(screen)
    .replace(/<svg.*?<\/svg>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&amp;/g, "&")
    .replace(/&#39;|&apos;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, " ")
    .trim();
}

export const markup = (screen: VNode): string => renderToString(screen);

/** 03:04 in the house's zone on 25 November 2026. */
export const night = Date.parse("2026-11-25T02:04:00Z");
export const minutes = (count: number): string => new Date(night + count * 60_000).toISOString();
