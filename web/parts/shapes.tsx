// The shapes that carry meaning before colour does. All are drawn in the text's colour, and none speaks to a screen
// reader: the words beside them do.
import type { ComponentChildren, JSX } from "preact";

function Drawing({ children, size = 20, class: name }: { children: ComponentChildren; size?: number; class?: string }) {
  return (
    <svg
      class={name ? `k-shape ${name}` : "k-shape"}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export type ShapeName = "overdue" | "soon" | "left" | "paused" | "met" | "waived" | "lapsed" | "waiting" | "period";

const line = { fill: "none", stroke: "currentColor", "stroke-width": 2 } as const;

const drawings: Record<ShapeName, JSX.Element> = {
  overdue: (
    <>
      <path d="M10 1.5 19.5 18.5H.5Z" fill="currentColor" />
      <path d="M9 7h2v6H9zM9 14.5h2v2H9z" class="k-shape__cut" />
    </>
  ),
  soon: (
    <>
      <circle cx="10" cy="10" r="8" {...line} />
      <path d="M10 2a8 8 0 0 1 0 16Z" fill="currentColor" />
    </>
  ),
  left: (
    <>
      <circle cx="10" cy="10" r="8" {...line} />
      <path d="M10 5v5l3.5 2.5" {...line} />
    </>
  ),
  paused: (
    <>
      <circle cx="10" cy="10" r="8" {...line} />
      <path d="M8 6.5v7M12 6.5v7" {...line} />
    </>
  ),
  met: (
    <>
      <rect x="2" y="2" width="16" height="16" rx="3" fill="currentColor" />
      <path d="m5.5 10 3.2 3.2 5.8-6.2" class="k-shape__cut-line" />
    </>
  ),
  waived: (
    <>
      <circle cx="10" cy="10" r="8" {...line} />
      <path d="m4.5 15.5 11-11" {...line} />
    </>
  ),
  lapsed: <path d="M4 10h12" {...line} stroke-width={2.5} />,
  waiting: <circle cx="10" cy="10" r="8" {...line} stroke-dasharray="2.2 2.9" />,
  period: <path d="M3 4v12M17 4v12M3 10h14" {...line} />,
};

export const Shape = ({ name, size = 20 }: { name: ShapeName; size?: number }) => (
  <Drawing size={size}>{drawings[name]}</Drawing>
);

export const Phone = () => (
  <Drawing>
    <path
      d="M5.2 1.8 8 2.6l1 4-2.2 1.7a10 10 0 0 0 4.9 4.9l1.7-2.2 4 1 .8 2.8-2 3.2C8.5 18.4 1.6 11.5 2 3.8Z"
      fill="currentColor"
    />
  </Drawing>
);

export const Lock = () => (
  <Drawing>
    <rect x="4" y="8.5" width="12" height="9" rx="1.5" {...line} />
    <path d="M6.5 8.5V6a3.5 3.5 0 0 1 7 0v2.5" {...line} />
  </Drawing>
);

export const Bell = () => (
  <Drawing size={24}>
    <path d="M4 14.5h12c-1.4-1.4-1.8-3-1.8-6a4.2 4.2 0 0 0-8.4 0c0 3-.4 4.6-1.8 6Z" {...line} stroke-width={1.6} />
    <path d="M8.5 17.5h3" {...line} stroke-width={1.6} />
  </Drawing>
);

export const Tick = () => (
  <Drawing>
    <path d="m3 10.5 4.5 4.5L17 5" {...line} stroke-width={3} />
  </Drawing>
);

export const Dash = () => <Shape name="lapsed" />;

export const WorkSign = () => (
  <Drawing size={24}>
    <path
      d="m2.5 5 1.5 1.5L6.5 4m-4 6L4 11.5 6.5 9M2.5 15 4 16.5 6.5 14M9 5.5h9M9 10.5h9M9 15.5h9"
      {...line}
      stroke-width={1.7}
    />
  </Drawing>
);

export const ReportSign = () => (
  <Drawing size={24} class="k-shape--report">
    <rect x="1" y="1" width="18" height="18" rx="4" fill="currentColor" />
    <path d="M10 5.5v9M5.5 10h9" class="k-shape__cut-line" />
  </Drawing>
);

export const MoreSign = () => (
  <Drawing size={24}>
    <path d="M3 5h14M3 10h14M3 15h14" {...line} stroke-width={1.7} />
  </Drawing>
);

/** The mark: a tower house with one lit window. Someone is on duty. */
export const Mark = ({ size = 32 }: { size?: number }) => (
  <svg class="k-mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path d="M16 2 27 8v4H5V8Z" fill="currentColor" />
    <path d="M7.5 13.5h17L26 30h-6v-5a4 4 0 0 0-8 0v5H6Z" fill="currentColor" />
    <path d="M10.5 16h2v5h-2zM19.5 16h2v5h-2z" class="k-mark__gap" />
    <path d="M14.5 15.5h3v5h-3z" class="k-mark__window" />
  </svg>
);
