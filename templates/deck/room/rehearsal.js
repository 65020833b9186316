// `serve --rehearse`: how long each slide and step is shown, by the stage's clock, which the speaker's window sets, too.
// What was measured is sent when a slide is left, so a run is kept as far as it came.
import { arePutting, onChange, onNewSlides } from '../base/changes.js';
import { element, setAttributes } from '../base/elements.js';
import { page, printing, say } from '../base/page.js';
import { setStageClock, stageClock, startStageClock } from '../speaker/stage-clock.js';
import { elapsedOf, minutes, pausedClock, startedClock } from '../speaker/talk-clock.js';
import { isServed, isStage } from '../speaker/windows.js';
import { addressOf, pageName } from './connection.js';
import { pressable } from './feedback-parts.js';

const KEPT = `pcapdeck-rehearsal ${location.pathname}`;
const duration = Number(page.dataset.duration) || 0;
const path = () => `/rehearsal/${addressOf(pageName())}`;

// { run, ms: { "STEP SLIDE": milliseconds } }, also after a reload; `dirty` has what was not sent.
let kept = JSON.parse(sessionStorage.getItem(KEPT)) ?? { run: newName(), ms: {} };
const dirty = new Set(Object.keys(kept.ms));
let place = null, since = 0; // the step that is shown, and the clock when it came
let bar = null, whole = null, slide = null, toggle = null;

function newName() {
	return [...window.crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const elapsed = () => elapsedOf(stageClock(), Date.now()) * 1000;
const runs = () => Boolean(stageClock()?.since);

function placeNow() {
	const section = Reveal.getCurrentSlide();
	if (!section)
		return null;
	const step = Reveal.getIndices().f ?? -1;
	return `${step < 0 ? '-' : step} ${section.id}`;
}

// Adds what the step that is shown has taken since it was looked at last.
function measure() {
	const now = elapsed(), spent = now - since;
	since = now;
	if (!place || spent <= 0)
		return;
	kept.ms[place] = (kept.ms[place] ?? 0) + spent;
	dirty.add(place);
	sessionStorage.setItem(KEPT, JSON.stringify(kept));
}

async function send() {
	const sent = [...dirty];
	if (!sent.length)
		return;
	dirty.clear();
	const lines = sent.map((key) => {
		const [step, ...id] = key.split(' ');
		return `${step} ${Math.round(kept.ms[key])} ${id.join(' ')}`;
	});
	const answer = await fetch(`${path()}?run=${kept.run}`, { method: 'POST', body: lines.join('\n'), keepalive: true }).catch(() => null);
	if (answer?.ok)
		return;
	sent.forEach((key) => dirty.add(key));
	slide.textContent = answer ? await answer.text() : say('서버가 응답하지 않습니다.', 'The server does not answer.');
}

function draw() {
	const id = place?.slice(place.indexOf(' ') + 1);
	const shown = Object.entries(kept.ms).filter(([key]) => key.slice(key.indexOf(' ') + 1) === id).reduce((all, [, ms]) => all + ms, 0) + (elapsed() - since);
	const all = elapsed() / 1000, planned = Number(document.getElementById(id ?? '')?.dataset.timing) || 0;
	whole.textContent = minutes(all) + (duration ? ` / ${minutes(duration)}` : '');
	slide.textContent = `${say('이 슬라이드', 'this slide')} ${minutes(shown / 1000)}` + (planned ? ` / ${minutes(planned)}` : '');
	whole.classList.toggle('over', duration > 0 && all > duration);
	slide.classList.toggle('over', planned > 0 && shown / 1000 > planned);
	toggle.textContent = runs() ? say('멈춤', 'Pause') : all > 0 ? say('계속', 'Go on') : say('시작', 'Start');
}

// A first move without pressing the button starts the clock, too; then the first slide is not measured.
function move() {
	if (arePutting)
		return;
	measure();
	const here = placeNow(), isSlide = place && here && place.slice(place.indexOf(' ')) !== here.slice(here.indexOf(' '));
	if (here === place)
		return;
	if (place !== null && !runs())
		startStageClock();
	place = here;
	if (isSlide)
		send();
	draw();
}

function press() {
	measure();
	setStageClock(runs() ? pausedClock(stageClock(), Date.now()) : startedClock(stageClock(), Date.now()));
	draw();
}

async function finish() {
	measure();
	await send();
	if (dirty.size)
		return; // the bar says why
	setStageClock({ spent: 0, since: 0 });
	sessionStorage.removeItem(KEPT);
	kept = { run: newName(), ms: {} };
	place = null;
	location.href = path();
}

export function startRehearsal() {
	if (!isServed || !isStage || page.dataset.rehearsed === undefined || printing())
		return;
	whole = element('b', '');
	slide = element('span', '');
	toggle = pressable('toggle', '', press);
	bar = setAttributes(element('div', 'rehearsal-bar', whole, slide, toggle, pressable('finish', say('끝내고 시간 보기', 'Finish, and see the times'), finish)),
		{ role: 'group', 'aria-label': say('리허설', 'Rehearsal') });
	Reveal.on('ready', () => {
		since = elapsed();
		place = placeNow();
		document.querySelector('.reveal').append(bar);
		draw();
		setInterval(draw, 500);
	});
	for (const name of ['slidechanged', 'fragmentshown', 'fragmenthidden'])
		Reveal.on(name, move);
	onNewSlides(() => {
		measure();
		place = placeNow();
		draw();
	});
	// Set back to nothing, the clock begins a new run.
	onChange(() => {
		if (elapsed() < since) {
			send();
			kept = { run: newName(), ms: {} };
			dirty.clear();
			since = 0;
		}
	});
	addEventListener('pagehide', () => { measure(); send(); });
}
