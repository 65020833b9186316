// The clock of the talk on its stage. The speaker's windows show it, and set it; the newest setting counts. Served, it
// outlives a reload of the stage.
import { changed } from '../base/changes.js';
import { isNewer, startedClock } from './talk-clock.js';
import { isServed, on, send } from './windows.js';

const KEPT = `pcapdeck-clock ${location.pathname}`;

let clock = isServed ? JSON.parse(sessionStorage.getItem(KEPT)) : null;

export const stageClock = () => clock;

function take(next) {
	clock = next;
	if (isServed)
		sessionStorage.setItem(KEPT, JSON.stringify(clock));
	changed();
}

// Sets the clock as { spent, since }, in milliseconds.
export function setStageClock({ spent, since }) {
	take({ spent, since, at: Date.now() });
	send('clock', clock);
}

// Starts the clock, unless it runs, or was stopped in the middle of the talk.
export function startStageClock() {
	if (!clock?.since && !(clock?.spent > 0))
		setStageClock(startedClock(clock, Date.now()));
}

export function keepStageClock() {
	on('clock', (received) => isNewer(received, clock) && take(received));
	on('hello', () => send('clock', clock));
}
