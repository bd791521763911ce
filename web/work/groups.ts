// The order of the list: what is late first, then what is near, then the rest, then what is paused. Pure.
import type { Row } from "../api/types.ts";
import { isOverdue } from "../parts/clock.ts";

export type GroupName = "overdue" | "soon" | "later" | "paused";
export interface Group {
  name: GroupName;
  rows: Row[];
}

const near_ms = 2 * 3_600_000;

export function groupOf(row: Row, now: number): GroupName {
  if (row.state === "paused") return "paused";
  if (isOverdue(row, now)) return "overdue";
  if (row.due_at && Date.parse(row.due_at) - now <= near_ms) return "soon";
  return "later";
}

const due = (row: Row): number => (row.due_at ? Date.parse(row.due_at) : Number.POSITIVE_INFINITY);

/** Within a group by due time, so the longest late stands first. Empty groups are left out. */
export function groupsOf(rows: Row[], now: number): Group[] {
  const names: GroupName[] = ["overdue", "soon", "later", "paused"];
  const sorted = [...rows].sort((a, b) => due(a) - due(b));
  return names
    .map((name) => ({ name, rows: sorted.filter((row) => groupOf(row, now) === name) }))
    .filter((group) => group.rows.length > 0);
}

export const idOf = (row: Row): string =>
  `${row.reference}.${row.step}.${row.item.kind}.${row.item.number}.${row.epoch}`;
