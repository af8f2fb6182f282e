import type { Week } from "./contract";
import type { Connection } from "./hass";

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;
/** While Home Assistant starts, the first tries may find nobody who answers; that is no news. */
const QUIET_TRIES = 2;

/**
 * Follows one athlete. Subscribes again after a lost connection, and tries again when that is refused: a page is back
 * before Home Assistant has started everything, and the library would give up at the first refusal.
 */
export class Follower {
  private connection: Connection | undefined;
  private entity: string | undefined;
  private leave: (() => void | Promise<void>) | undefined;
  private timer: number | undefined;
  private tries = 0;
  /** Counts the subscriptions, so that an answer to an earlier one is not kept. */
  private turn = 0;

  constructor(
    private readonly heard: (week: Week) => void,
    private readonly refused: (reason: string) => void,
  ) {}

  /** Follow this entity, and nothing else; doing it twice does no harm. */
  follow(connection: Connection, entity: string): void {
    if (this.connection === connection && this.entity === entity) return;
    this.stop();
    this.connection = connection;
    this.entity = entity;
    connection.addEventListener("ready", this.again);
    this.subscribe();
  }

  stop(): void {
    this.turn++;
    this.tries = 0;
    window.clearTimeout(this.timer);
    this.connection?.removeEventListener("ready", this.again);
    // A connection that is gone has ended the subscription already.
    void Promise.resolve(this.leave?.()).catch(() => undefined);
    this.connection = this.entity = this.leave = undefined;
  }

  private readonly again = (): void => {
    window.clearTimeout(this.timer);
    this.leave = undefined;
    this.subscribe();
  };

  private subscribe(): void {
    const { connection, entity } = this;
    if (!connection || !entity) return;
    const turn = ++this.turn;
    const heard = (week: Week) => turn === this.turn && this.heard(week);
    connection
      .subscribeMessage<Week>(heard, { type: "liftday/subscribe", entity_id: entity }, { resubscribe: false })
      .then((leave) => {
        if (turn !== this.turn) return leave();
        this.leave = leave;
        this.tries = 0;
        return undefined;
      })
      .catch((error: { message?: string }) => {
        if (turn !== this.turn) return;
        const pause = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.tries++);
        if (this.tries > QUIET_TRIES) this.refused(error.message ?? String(error));
        this.timer = window.setTimeout(this.again, pause);
      });
  }
}
