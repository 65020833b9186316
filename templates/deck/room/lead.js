// The window that leads the room says what it shows, and obeys the clicker.
import { onChange, onNewSlides } from '../base/changes.js';
import { leaves } from '../base/page.js';
import { pressKey } from '../speaker/forwarded-keys.js';
import { shown } from '../speaker/shown.js';
import { setStageClock, stageClock, startStageClock } from '../speaker/stage-clock.js';
import { isSamePlace } from '../speaker/speaker-time.js';
import { elapsedOf } from '../speaker/talk-clock.js';
import { isStage } from '../speaker/windows.js';
import { onDrawn } from '../stage/strokes.js';
import { addressOf, newestOf, onRoom, pageName, post, room } from './connection.js';
import { furthestIn, isBeyond, progressOf } from './progress.js';

const saySlide = newestOf('show'), saySpot = newestOf('spot');
let far = null; // the furthest place that was shown
let last = '', isLooking = false, place = null;

export const lead = () => post('lead/' + addressOf(pageName()));

// The stage's clock for windows whose own time may differ: { spent, runs }, in milliseconds.
function clockNow() {
	const clock = stageClock();
	return clock && { spent: Math.round(1000 * elapsedOf(clock, Date.now())), runs: Boolean(clock.since) };
}

// The clock starts with the first move, also when this window leads from the middle of the talk.
function startWithMove({ f }, isFirst) {
	const here = { section: Reveal.getCurrentSlide(), step: f };
	if (place === null ? !isFirst : !isSamePlace(here, place))
		startStageClock();
	place = here;
}

function report() {
	isLooking = false;
	const now = room?.leads && Reveal.isReady() && shown();
	if (!now)
		return;
	const progress = progressOf(now);
	if (!far || isBeyond(progress, far))
		far = progress;
	const isFirst = now.h === 0 && now.v === 0 && now.f < 0;
	startWithMove(now, isFirst);
	const state = { ...now, far, farId: leaves()[far[0]]?.id, isFirst, isPaused: Reveal.isPaused(), isWhite: document.querySelector('.reveal').classList.contains('white') };
	const text = JSON.stringify([state, stageClock()]);
	if (text === last)
		return;
	last = text;
	saySlide(JSON.stringify({ ...state, clock: clockNow() }));
}

// Also after the black screen changed its color, which is no change of what is shown.
function look() {
	if (isLooking || !room?.leads)
		return;
	isLooking = true;
	queueMicrotask(report);
}

let hasAsked = false;
function onRoomNews(news) {
	last = '';
	// The first window of a speaker leads, and one that was lost for a while leads on; another one has to be told to.
	if (news.role === 'presenter' && !news.led && (!hasAsked || news.ledLast))
		lead();
	hasAsked = true;
	if (news.leads && news.page !== pageName())
		lead();
	look();
}

export function startLeading() {
	if (!isStage)
		return;
	onRoom('room', onRoomNews);
	onRoom('show', (state) => {
		// This window was reloaded, or another one led before. It does not lead yet when it hears this.
		const reported = state?.far && (furthestIn(state) ?? far ?? state.far);
		if (!reported || (far && !isBeyond(reported, far)))
			return;
		far = reported;
		look();
	});
	onRoom('press', ({ clock, ...key }) => {
		if (!room?.leads || !Reveal.isReady())
			return;
		if (clock)
			setStageClock({ spent: Math.max(0, Number(clock.spent) || 0), since: clock.runs ? Date.now() : 0 });
		else
			pressKey(key);
	});
	onNewSlides((furthestOf) => {
		far &&= furthestOf(far);
		place &&= { section: Reveal.getCurrentSlide(), step: shown().f }; // what stands there now is no move
	});
	onChange(look);
	Reveal.on('paused', look);
	Reveal.on('resumed', look);
	Reveal.on('ready', look);
	onDrawn((kind, data) => room?.leads && kind === 'spot' && saySpot(JSON.stringify(data)));
	addEventListener('pagehide', () => room?.leads && post('leave'));
}
