// What each day shows, worked out from the snapshot alone: no DOM here.
import type { Activity, Change, Day, Session, Snapshot } from "./contract";

export interface DayView {
  day: Day;
  isToday: boolean;
  isPast: boolean;
  sessions: Session[];
  /** Sessions that once stood on this day and stand on another now. */
  left: Session[];
  activities: Activity[];
}

const LIVE = new Set(["planned", "locked", "done"]);

/** The local date of an instant in the athlete's zone, as YYYY-MM-DD. */
export function localDate(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    new Date(instant),
  );
}

/** The days to show, oldest first: this week and, if wanted, the next. */
export function daysOf(snapshot: Snapshot, weeks: 1 | 2): DayView[] {
  const zone = snapshot.athlete.time_zone;
  const live = snapshot.sessions.filter((session) => LIVE.has(session.status));
  return snapshot.days.slice(0, weeks * 7).map((day) => ({
    day,
    isToday: day.date === snapshot.today,
    isPast: day.date < snapshot.today,
    sessions: live.filter((session) => localDate(session.start, zone) === day.date),
    left: live.filter(
      (session) => session.original_date === day.date && localDate(session.start, zone) !== day.date,
    ),
    activities: snapshot.activities.filter((activity) => activity.local_date === day.date),
  }));
}

/** Whether the athlete may still say something about a session. */
export function isOpen(session: Session): boolean {
  return session.status === "planned" || session.status === "locked";
}

/** Whether it stands on another day than it was first given. */
export function wasMoved(session: Session, zone: string): boolean {
  return session.original_date !== localDate(session.start, zone);
}

/** What spoke against each session of the two weeks on this day, each reason once. */
export function whyNot(snapshot: Snapshot, date: string): string[] {
  const reasons = snapshot.sessions
    .filter((session) => isOpen(session))
    .flatMap((session) => session.passed_over.filter((one) => one.date === date).map((one) => one.reason));
  return [...new Set(reasons)];
}

/** What was last said about a session that is not as it was first given. */
export function lastChange(snapshot: Snapshot, session: Session): Change | undefined {
  return snapshot.changes.filter((one) => one.uid === session.uid && one.change !== "added").at(-1);
}
