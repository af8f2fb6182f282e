import { css } from "lit";

export const styles = css`
  :host {
    --liftday-hard: var(--red-color, #c0392b);
    --liftday-easy: var(--green-color, #2e7d32);
    --liftday-long: var(--purple-color, #6a3fa0);
    --liftday-race: var(--deep-orange-color, #a8330c);
    --liftday-calm: var(--secondary-text-color, #4d5156);
    --liftday-shade: color-mix(in srgb, var(--primary-text-color, #212121) 5%, transparent);
    --liftday-lift: var(--primary-color, #0b6bcb);
    display: block;
    height: 100%;
  }
  ha-card {
    display: block;
    height: 100%;
    box-sizing: border-box;
    padding: 16px;
    container-type: inline-size;
    overflow: hidden;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 12px;
    margin-bottom: 12px;
  }
  h2 {
    font-size: var(--ha-font-size-xl, 1.25rem);
    font-weight: 500;
    margin: 0;
  }
  .advice {
    margin: 0;
    color: var(--primary-text-color);
    flex: 1 1 16em;
  }
  .notice {
    margin: 0 0 12px;
    padding: 8px 12px;
    border-radius: 8px;
    border: 1px solid var(--warning-color, #b26a00);
  }
  h3 {
    font-size: 0.875rem;
    font-weight: 500;
    color: var(--secondary-text-color);
    margin: 12px 0 4px;
  }
  ol {
    list-style: none;
    margin: 0;
    padding: 0;
    display: grid;
    gap: 6px;
    grid-template-columns: repeat(7, minmax(0, 1fr));
  }
  .day {
    all: unset;
    box-sizing: border-box;
    width: 100%;
    height: 100%;
    min-height: 112px;
    display: flex;
    flex-direction: column;
    gap: 6px;
    padding: 8px;
    border-radius: 12px;
    border: 1px solid var(--divider-color, #dadce0);
    cursor: pointer;
    overflow-wrap: anywhere;
    hyphens: auto;
  }
  .day:hover,
  .day[aria-expanded="true"] {
    background: var(--liftday-shade);
  }
  .day:focus-visible,
  .actions button:focus-visible,
  .close:focus-visible {
    outline: 2px solid var(--primary-color, #0b6bcb);
    outline-offset: 2px;
  }
  .day.today {
    border: 2px solid var(--primary-color, #0b6bcb);
    padding: 7px;
  }
  .date {
    display: flex;
    gap: 0.35em;
    justify-content: space-between;
    font-size: 0.8125rem;
    color: var(--secondary-text-color);
  }
  .date b {
    font-weight: 500;
    color: var(--primary-text-color);
  }
  .today .date {
    font-weight: 600;
    color: var(--primary-text-color);
  }
  .effort {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    align-self: start;
    gap: 0 4px;
    padding: 2px 8px 2px 5px;
    border-radius: 12px;
    border: 1px solid transparent;
    font-size: 0.8125rem;
    line-height: 1.35;
    color: var(--primary-text-color);
    background: color-mix(in srgb, var(--tone) 18%, transparent);
    --mdc-icon-size: 16px;
    --ha-icon-display: inline-flex;
  }
  .effort ha-icon {
    color: var(--tone);
  }
  .effort .length {
    font-size: 0.75rem;
  }
  .effort.expected {
    background: none;
    border: 1px dashed color-mix(in srgb, var(--tone) 70%, transparent);
  }
  .effort.rest,
  .effort.unknown {
    background: none;
    border-color: transparent;
    padding-inline: 0;
    color: var(--secondary-text-color);
  }
  .effort.race:not(.expected) {
    background: color-mix(in srgb, var(--tone) 28%, transparent);
  }
  .hard { --tone: var(--liftday-hard); }
  .easy { --tone: var(--liftday-easy); }
  .long { --tone: var(--liftday-long); }
  .race { --tone: var(--liftday-race); }
  .rest, .uncertain, .unknown, .legend { --tone: var(--liftday-calm); }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .lifts {
    margin-top: auto;
    display: flex;
    flex-direction: column;
    gap: 4px;
  }
  .session {
    display: flex;
    gap: 6px;
    align-items: start;
    padding: 5px 6px;
    border-radius: 8px;
    background: color-mix(in srgb, var(--liftday-lift) 16%, transparent);
    border-inline-start: 3px solid var(--liftday-lift);
    font-size: 0.8125rem;
    line-height: 1.3;
    --mdc-icon-size: 16px;
  }
  .session ha-icon {
    color: var(--liftday-lift);
    flex: none;
  }
  .session.done {
    background: color-mix(in srgb, var(--liftday-easy) 16%, transparent);
    border-color: var(--liftday-easy);
  }
  .session.done ha-icon {
    color: var(--liftday-easy);
  }
  .session strong {
    font-weight: 600;
  }
  .clock {
    white-space: nowrap;
  }
  .state,
  .moved,
  .gone {
    display: block;
    font-size: 0.75rem;
  }
  .gone {
    color: var(--secondary-text-color);
  }
  .legend {
    display: flex;
    justify-content: end;
    margin: 12px 0 0;
  }
  .legend .effort {
    padding: 0 8px;
    color: var(--secondary-text-color);
    font-size: 0.75rem;
  }
  .details {
    margin-top: 12px;
    padding: 12px;
    border-radius: 10px;
    background: var(--liftday-shade);
    color: var(--primary-text-color);
    position: relative;
  }
  .details h4 {
    margin: 0 40px 8px 0;
    font-size: 1rem;
    font-weight: 500;
  }
  .details h5 {
    margin: 12px 0 4px;
    font-size: 0.8125rem;
    font-weight: 500;
    color: var(--secondary-text-color);
  }
  .details p,
  .details ul {
    margin: 0;
  }
  .details ul {
    padding-inline-start: 20px;
  }
  .details .changed {
    margin-top: 6px;
    color: var(--secondary-text-color);
  }
  .close {
    all: unset;
    position: absolute;
    inset-inline-end: 4px;
    top: 4px;
    min-width: 44px;
    min-height: 44px;
    display: grid;
    place-items: center;
    cursor: pointer;
    border-radius: 22px;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 12px;
  }
  .actions button {
    font: inherit;
    font-weight: 500;
    color: var(--primary-text-color);
    background: var(--card-background-color, #fff);
    border: 1px solid var(--liftday-lift);
    border-radius: 22px;
    min-height: 44px;
    padding: 0 18px;
    cursor: pointer;
  }
  .actions button:hover {
    background: color-mix(in srgb, var(--liftday-lift) 14%, var(--card-background-color, #fff));
  }
  .actions button[data-verb="done"] {
    background: color-mix(in srgb, var(--liftday-lift) 24%, var(--card-background-color, #fff));
  }
  .actions button[disabled] {
    opacity: 0.5;
    cursor: default;
  }
  .failed {
    margin-top: 8px;
    color: var(--error-color, #b3261e);
  }
  @container (max-width: 620px) {
    ol {
      grid-template-columns: minmax(0, 1fr);
      gap: 4px;
    }
    .day {
      min-height: 48px;
      display: grid;
      grid-template-columns: 3.7rem 7.6rem minmax(0, 1fr);
      align-items: center;
      gap: 6px;
    }
    .date {
      justify-content: start;
    }
    .effort {
      align-self: center;
      justify-self: start;
    }
    .lifts {
      margin-top: 0;
    }
  }
  @container (max-width: 300px) {
    .day {
      grid-template-columns: 3.7rem minmax(0, 1fr);
    }
    .lifts {
      grid-column: 2;
    }
  }
  @container (max-width: 900px) {
    .session.planned ha-icon {
      display: none;
    }
  }
  @container (min-width: 800px) {
    .exercises {
      columns: 2;
    }
  }
  @container (min-width: 1000px) {
    .day {
      min-height: 136px;
      padding: 10px;
    }
    .day.today {
      padding: 9px;
    }
  }
  @container (min-width: 1400px) {
    .day {
      min-height: 168px;
    }
    .date, .effort, .session, .advice {
      font-size: 1.0625rem;
    }
    .effort .length, .state, .moved, .gone {
      font-size: 0.9375rem;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .day {
      transition: background-color 120ms ease-out;
    }
  }
`;
