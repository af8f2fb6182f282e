// What the card reads of the daemon's snapshot; the whole of it is contract.py.

export type Effort = "hard" | "easy" | "long" | "race" | "uncertain" | "rest" | "unknown";

export interface Day {
  date: string;
  effort: Effort;
  p_hard: number;
  expected: boolean;
  run_min: number;
  because: string;
}

export interface PassedOver {
  date: string;
  code: string;
  reason: string;
}

export interface Exercise {
  name: string;
  sets: number;
  reps: string;
  rpe: string;
}

export interface Session {
  uid: string;
  status: "planned" | "locked" | "done" | "missed" | "skipped" | "dropped" | "paused" | "unknown";
  kind: string;
  title: string;
  start: string;
  end: string;
  original_date: string;
  reason: string;
  exercises: Exercise[];
  passed_over: PassedOver[];
}

export interface Change {
  uid: string;
  change: string;
  at: string;
  reason: string;
}

export interface Activity {
  id: string;
  local_date: string;
  start: string;
  effort: Effort;
  sport: string;
  name: string | null;
  distance_m: number | null;
  moving_s: number | null;
  evidence: string[];
}

export interface Snapshot {
  athlete: { id: string; name: string; time_zone: string };
  revision: number;
  today: string;
  state: "ok" | "paused" | "stale" | "uncertain" | "unknown";
  advice: { code: string; reason: string; session_uid: string | null };
  days: Day[];
  sessions: Session[];
  changes: Change[];
  activities: Activity[];
  notices: { code: string; message: string }[];
}

/** What the integration sends over the websocket for one athlete. */
export interface Week {
  device_id: string;
  available: boolean;
  snapshot: Snapshot;
}
