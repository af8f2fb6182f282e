import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Session, Snapshot, Week } from "./contract";
import { Follower } from "./follower";
import { calendarsIn, type CardConfig, type Hass } from "./hass";
import { styles } from "./styles";
import { fill, texts } from "./translate";
import { daysOf, isOpen, lastChange, localDate, wasMoved, whyNot, type DayView } from "./week";

const ICONS: Record<string, string> = {
  hard: "mdi:fire",
  easy: "mdi:leaf",
  long: "mdi:road-variant",
  race: "mdi:flag-checkered",
  uncertain: "mdi:help-circle-outline",
  rest: "mdi:minus",
  unknown: "mdi:help",
};

type Verb = "done" | "push_back" | "skip" | "undo";

/** Fourteen days of one athlete; pushed by the integration, so it never polls. */
export class LiftdayWeekCard extends LitElement {
  static override styles = styles;
  static override properties = {
    hass: { attribute: false },
    _config: { state: true },
    _week: { state: true },
    _open: { state: true },
    _busy: { state: true },
    _failed: { state: true },
    _lost: { state: true },
  };

  declare hass?: Hass;
  declare _config?: CardConfig;
  declare _week: Week | undefined;
  declare _open: string | undefined;
  declare _busy: boolean;
  /** Why the last tap did not work. */
  declare _failed: string;
  /** Why there is no plan. */
  declare _lost: string;

  private readonly _follower = new Follower(
    (week) => {
      this._week = week;
      this._lost = "";
    },
    (reason) => (this._lost = reason),
  );

  static getStubConfig(hass: Hass): Partial<CardConfig> {
    const entity = calendarsIn(hass)[0];
    return entity ? { entity, weeks: 2 } : { weeks: 2 };
  }

  static getConfigForm() {
    const language = document.documentElement.lang || "en";
    const names = texts(language);
    return {
      schema: [
        { name: "entity", required: true, selector: { entity: { filter: { domain: "calendar", integration: "liftday" } } } },
        { name: "title", selector: { text: {} } },
        { name: "weeks", selector: { number: { min: 1, max: 2, mode: "box" } } },
      ],
      computeLabel: (field: { name: "entity" | "title" | "weeks" }) => names[field.name],
    };
  }

  setConfig(config: CardConfig): void {
    if (config.weeks !== undefined && config.weeks !== 1 && config.weeks !== 2) {
      throw new Error("weeks must be 1 or 2");
    }
    if (config.entity !== this._config?.entity) this._week = this._open = undefined;
    this._config = config;
  }

  getCardSize(): number {
    return this._weeks === 1 ? 4 : 7;
  }

  getGridOptions() {
    return { columns: 12, min_columns: 6, rows: "auto" };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this._follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._follower.stop();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("hass") || changed.has("_config")) this._follow();
  }

  private get _weeks(): 1 | 2 {
    return this._config?.weeks === 1 ? 1 : 2;
  }

  private _follow(): void {
    if (!this.hass || !this.isConnected) return;
    if (this._config?.entity) this._follower.follow(this.hass.connection, this._config.entity);
    else this._follower.stop();
  }

  protected override render() {
    const language = this.hass?.locale?.language ?? this.hass?.language ?? "en";
    const t = texts(language);
    if (!this._config?.entity) return html`<ha-card><p>${t.noEntity}</p></ha-card>`;
    if (!this._week) {
      return html`<ha-card><p role="status">${this._lost ? fill(t.failed, { reason: this._lost }) : t.waiting}</p></ha-card>`;
    }
    const { snapshot, available } = this._week;
    const days = daysOf(snapshot, this._weeks);
    const open = days.find((view) => view.day.date === this._open);
    return html`<ha-card>
      <header>
        <h2>${this._config.title || snapshot.athlete.name}</h2>
        <p class="advice">${snapshot.advice.reason}</p>
      </header>
      ${this._notice(snapshot, available)}
      ${[0, 1].slice(0, this._weeks).map((week) => {
        const part = days.slice(week * 7, week * 7 + 7);
        return html`<h3 id="week-${week}">${week === 0 ? t.thisWeek : t.nextWeek}</h3>
          <ol aria-labelledby="week-${week}">
            ${part.map((view) => html`<li>${this._day(view, snapshot, language)}</li>`)}
          </ol>
          ${open && part.includes(open) ? this._details(open, snapshot, language) : nothing}`;
      })}
      ${days.some((view) => view.day.expected)
        ? html`<p class="legend" aria-hidden="true"><span class="effort expected">${t.expected}</span></p>`
        : nothing}
    </ha-card>`;
  }

  private _notice(snapshot: Snapshot, available: boolean) {
    const t = this._texts;
    const words = !available ? t.unavailable : snapshot.state === "stale" ? t.stale : snapshot.state === "paused" ? t.paused : "";
    return words ? html`<p class="notice" role="status">${words}</p>` : nothing;
  }

  private get _texts() {
    return texts(this.hass?.locale?.language ?? this.hass?.language ?? "en");
  }

  private _day(view: DayView, snapshot: Snapshot, language: string): TemplateResult {
    const t = this._texts;
    const { day } = view;
    const zone = snapshot.athlete.time_zone;
    const effort = t[day.effort];
    const isRun = day.effort !== "rest" && day.effort !== "unknown";
    return html`<button
      type="button"
      class="day ${view.isToday ? "today" : ""} ${view.isPast ? "past" : ""}"
      aria-expanded=${this._open === day.date}
      aria-controls=${this._open === day.date ? "details" : nothing}
      aria-current=${view.isToday ? "date" : nothing}
      data-date=${day.date}
      @click=${() => this._toggle(day.date)}
    >
      <span class="date">
        <span>${view.isToday ? t.today : weekday(day.date, language, "short")}</span> <b>${dayOfMonth(day.date, language)}</b>
      </span>
      <span class="effort ${day.effort} ${day.expected ? "expected" : ""}">
        <ha-icon icon=${ICONS[day.effort] ?? "mdi:help"} aria-hidden="true"></ha-icon>
        <span class="word">${effort}</span>
        ${isRun && day.run_min ? html`<span class="length">${fill(t.minutes, { n: Math.round(day.run_min) })}</span>` : nothing}
        ${day.expected && isRun ? html`<span class="unseen">(${t.expected})</span>` : nothing}
      </span>
      <span class="lifts">
        ${view.sessions.map((session) => this._badge(session, zone, language))}
        ${view.left.map(
          (session) => html`<span class="gone"
            ><s>${t.strength}</s>
            <span class="moved">↪ ${fill(t.movedTo, { day: weekday(localDate(session.start, zone), language, "short") })}</span></span
          >`,
        )}
      </span>
    </button>`;
  }

  /** A session in a day: when, and in what state. */
  private _badge(session: Session, zone: string, language: string): TemplateResult {
    const t = this._texts;
    const icon = session.status === "done" ? "mdi:check-circle" : session.status === "locked" ? "mdi:pin" : "mdi:dumbbell";
    return html`<span class="session ${session.status}">
      <ha-icon icon=${icon} aria-hidden="true"></ha-icon>
      <span>
        <strong>${t.strength} <span class="clock">${this._clock(session, zone, language)}</span></strong>
        ${session.status === "done" ? html`<span class="state">✓ ${t.isDone}</span>` : nothing}
        ${session.status === "locked" ? html`<span class="state">${t.pinned}</span>` : nothing}
        ${wasMoved(session, zone)
          ? html`<span class="moved">↪ ${fill(t.movedFrom, { day: weekday(session.original_date, language, "short") })}</span>`
          : nothing}
      </span>
    </span>`;
  }

  private _details(view: DayView, snapshot: Snapshot, language: string): TemplateResult {
    const t = this._texts;
    const against = view.sessions.length ? [] : whyNot(snapshot, view.day.date);
    const said = view.day.because.toLowerCase();
    const evidence = view.activities
      .flatMap((activity) => activity.evidence)
      .filter((one) => !said.includes(one.toLowerCase()))
      .slice(0, 3);
    return html`<section class="details" id="details" role="region" aria-label=${longDate(view.day.date, language)}>
      <h4>${longDate(view.day.date, language)}: ${t[view.day.effort]}</h4>
      <button type="button" class="close" aria-label=${t.close} @click=${() => this._toggle(view.day.date)}>✕</button>
      <p class="because">${view.day.because || t.nothing}</p>
      ${evidence.length ? html`<ul>${evidence.map((one) => html`<li>${one}</li>`)}</ul>` : nothing}
      ${view.left.map((session) => this._changed(session, snapshot, language))}
      ${view.sessions.map((session) => this._session(session, snapshot, language))}
      ${against.length
        ? html`<h5>${t.whyNot}</h5>
            <ul>${against.map((reason) => html`<li>${reason}</li>`)}</ul>`
        : nothing}
      ${this._failed ? html`<p class="failed" role="alert">${fill(t.failed, { reason: this._failed })}</p>` : nothing}
    </section>`;
  }

  /** Its last change, with the day on which that was said: "today" in it is that day. */
  private _changed(session: Session, snapshot: Snapshot, language: string) {
    const change = lastChange(snapshot, session);
    if (!change || change.reason === session.reason) return nothing;
    const day = localDate(change.at, snapshot.athlete.time_zone);
    return html`<p class="changed">↪ ${weekday(day, language, "short")} ${dayOfMonth(day, language)} · ${change.reason}</p>`;
  }

  private _session(session: Session, snapshot: Snapshot, language: string): TemplateResult {
    const t = this._texts;
    const zone = snapshot.athlete.time_zone;
    const minutes = Math.round((Date.parse(session.end) - Date.parse(session.start)) / 60000);
    const verbs: Verb[] = isOpen(session) ? ["done", "push_back", "skip"] : session.status === "done" ? ["undo"] : [];
    const names: Record<Verb, string> = { done: t.done, push_back: t.pushBack, skip: t.skip, undo: t.undo };
    return html`<h5>${t.strength}, ${this._clock(session, zone, language)}, ${fill(t.minutes, { n: minutes })}</h5>
      <p><strong>${session.title}</strong></p>
      <p>${session.reason}</p>
      ${this._changed(session, snapshot, language)}
      ${session.exercises.length
        ? html`<h5>${t.exercises}</h5>
            <ul class="exercises">${session.exercises.map((one) => html`<li>${one.name}: ${one.sets} × ${one.reps}</li>`)}</ul>`
        : nothing}
      <div class="actions">
        ${verbs.map(
          (verb) => html`<button
            type="button"
            data-verb=${verb}
            ?disabled=${this._busy || !this._week?.available}
            @click=${() => this._say(verb, session)}
          >
            ${names[verb]}
          </button>`,
        )}
      </div>`;
  }

  /** The time as the user wants it, whatever the language's habit. */
  private _clock(session: Session, zone: string, language: string): string {
    return clockOf(session.start, zone, language, this.hass?.locale?.time_format);
  }

  private _toggle(date: string): void {
    this._failed = "";
    this._open = this._open === date ? undefined : date;
    if (!this._open) this.renderRoot.querySelector<HTMLElement>(`[data-date="${date}"]`)?.focus();
  }

  private async _say(verb: Verb, session: Session): Promise<void> {
    if (!this.hass || !this._week) return;
    this._busy = true;
    this._failed = "";
    try {
      await this.hass.callService(
        "liftday",
        verb,
        { device_id: this._week.device_id, session: session.uid },
        undefined,
        false,
      );
    } catch (error) {
      this._failed = (error as { message?: string }).message ?? String(error);
    } finally {
      this._busy = false;
    }
  }
}

/** Dates without a time are calendar days: read and shown in UTC, so that no zone moves them. */
function asDate(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

function weekday(date: string, language: string, style: "short" | "long"): string {
  return new Intl.DateTimeFormat(language, { weekday: style, timeZone: "UTC" }).format(asDate(date));
}

function dayOfMonth(date: string, language: string): string {
  return new Intl.DateTimeFormat(language, { day: "numeric", timeZone: "UTC" }).format(asDate(date));
}

function longDate(date: string, language: string): string {
  return new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(
    asDate(date),
  );
}

function clockOf(instant: string, timeZone: string, language: string, format: string | undefined): string {
  const hour12 = format === "12" ? { hour12: true } : format === "24" ? { hour12: false } : {};
  return new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", timeZone, ...hour12 }).format(
    new Date(instant),
  );
}
