// The little that is used of Home Assistant's frontend.

export interface Hass {
  language: string;
  locale: { language: string; time_format?: string };
  states: Record<string, { attributes: Record<string, unknown> } | undefined>;
  entities?: Record<string, { platform?: string; device_id?: string; translation_key?: string } | undefined>;
  devices?: Record<string, { name?: string | null } | undefined>;
  connection: Connection;
  callService(
    domain: string,
    service: string,
    data: Record<string, unknown>,
    target?: Record<string, unknown>,
    notifyOnError?: boolean,
    returnResponse?: boolean,
  ): Promise<{ response?: unknown }>;
}

export interface Connection {
  subscribeMessage<T>(
    callback: (message: T) => void,
    message: Record<string, unknown>,
    options?: { resubscribe?: boolean },
  ): Promise<() => void | Promise<void>>;
  sendMessagePromise<T>(message: Record<string, unknown>): Promise<T>;
  addEventListener(event: "ready", callback: () => void): void;
  removeEventListener(event: "ready", callback: () => void): void;
}

export interface CardConfig {
  type: string;
  entity?: string;
  title?: string;
  weeks?: 1 | 2;
}

/** The athletes' calendars of this integration: the card is bound to one of them. */
export function calendarsIn(hass: Hass): string[] {
  return Object.entries(hass.entities ?? {})
    .filter(([id, entity]) => id.startsWith("calendar.") && entity?.platform === "liftday" && entity.translation_key !== "runs")
    .map(([id]) => id);
}
