// The window that leads the room says what it shows, and obeys the clicker.
import { onChange } from '../base/changes.js';
import { pressKey } from '../speaker/forwarded-keys.js';
import { shown } from '../speaker/mirror.js';
import { isStage } from '../speaker/windows.js';
import { onDrawn } from '../stage/strokes.js';
import { newestOf, onRoom, pageName, post, room } from './connection.js';
import { isBeyond, placeIn } from './place.js';

const SINCE = 'pcapdeck-since'; // when the talk began; kept while the window is open

const saySlide = newestOf('show'), saySpot = newestOf('spot');
let far = null; // the furthest place that was shown
let last = '', isLooking = false;

export const lead = () => post('lead/' + pageName().split('/').map(encodeURIComponent).join('/'));

// Milliseconds since the first move, or 0.
function spent(isFirst) {
	const key = `${SINCE} ${location.pathname}`;
	if (!isFirst && !sessionStorage.getItem(key))
		sessionStorage.setItem(key, String(Date.now()));
	const since = Number(sessionStorage.getItem(key));
	return since ? Date.now() - since : 0;
}

function report() {
	isLooking = false;
	const now = room?.leads && Reveal.isReady() && shown();
	if (!now)
		return;
	const place = placeIn(now);
	if (!far || isBeyond(place, far))
		far = place;
	const isFirst = now.h === 0 && now.v === 0 && now.f < 0;
	const state = { ...now, far, isFirst, isPaused: Reveal.isPaused(), isWhite: document.querySelector('.reveal').classList.contains('white') };
	const text = JSON.stringify(state);
	if (text === last)
		return;
	last = text;
	saySlide(JSON.stringify({ ...state, spent: spent(isFirst) }));
}

// Also after the black screen changed its color, which is no change of what is shown.
function look() {
	if (isLooking || !room?.leads)
		return;
	isLooking = true;
	queueMicrotask(report);
}

let hasAsked = false, wasLeading = false;
function onRoomNews(news) {
	last = '';
	// The first window of a speaker leads, and one that was lost for a while leads on; another one has to be told to.
	if (news.role === 'presenter' && !news.led && (!hasAsked || wasLeading))
		lead();
	hasAsked = true;
	wasLeading = news.leads || (wasLeading && !news.led);
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
		if (!state?.far || (far && !isBeyond(state.far, far)))
			return;
		far = state.far;
		look();
	});
	onRoom('press', (key) => room?.leads && Reveal.isReady() && pressKey(key));
	onChange(look);
	Reveal.on('paused', look);
	Reveal.on('resumed', look);
	Reveal.on('ready', look);
	onDrawn((kind, data) => room?.leads && kind === 'spot' && saySpot(JSON.stringify(data)));
	addEventListener('pagehide', () => room?.leads && post('leave'));
}
