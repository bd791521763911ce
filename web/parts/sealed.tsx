import type { ComponentChildren } from "preact";
import { Lock } from "./shapes.tsx";

/** What is not on the page is named, with who holds it; it is never greyed out. */
export const Sealed = ({ children }: { children: ComponentChildren }) => (
  <p class="k-sealed">
    <Lock /> <span>{children}</span>
  </p>
);
