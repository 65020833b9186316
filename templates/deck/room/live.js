// A slide that is recorded anew while the talk is given. The server records, with its own client; every window puts the
// slide with the new packets in the place of the old one, and the window that asked steps through them.
import { changed, onNewSlides } from '../base/changes.js';
import { element } from '../base/elements.js';
import { isPrintPage, printing, say } from '../base/page.js';
import { closePacket, opened } from '../packet/packet-detail.js';
import { captureOf, forgetRecorded, keepRecorded } from '../packet/packet-data.js';
import { linkStatic } from '../packet/packet-layers.js';
import { fitPictures } from '../base/picture-fit.js';
import { refresh } from '../picture/stepping.js';
import { prepareAgain } from '../stage/slides.js';
import { isStage, on, role, send } from '../speaker/windows.js';
import { addressOf, onRoom, pageName, room } from './connection.js';
import { moveAlong } from './follow.js';
import { play } from './live-play.js';

const lives = new Map(); // what the server says, by the id of the slide: { slide, picture, state, words }
const recorded = new Map(); // the newest recording, by the id of the slide: { picture, html }
let asked = null; // the slide for which this window asked
let words = ''; // why it may not

// Windows of who may not ask say only when the packets were recorded.
const mayAsk = () => isStage && (!room || room.leads);
const path = (slide) => `/room/live/${addressOf(pageName())}?slide=${encodeURIComponent(slide)}`;

// ---- the line below the picture ----

function timeOf(section) {
	const block = [...section.querySelectorAll('.packets')].find(captureOf);
	const date = new Date(Number(captureOf(block).start.slice(0, -6)));
	return date.toLocaleTimeString('en-GB');
}

function sentence(section, live) {
	if (live.state === 'recording')
		return say('기록하는 중입니다.', 'Recording.');
	const when = section.dataset.live === undefined ? say('발표 전에 기록한 패킷입니다.', 'These packets were recorded before the talk.')
		: say(`지금 기록한 패킷입니다(${timeOf(section)}).`, `These packets were recorded here, at ${timeOf(section)}.`);
	const why = words || (live.state === 'failed' && live.words ? say(`새로 기록하지 못했습니다: ${live.words}.`, `Nothing was recorded: ${live.words}.`) : '');
	return why && mayAsk() ? `${when} ${why}` : when;
}

function drawLine(live) {
	const section = document.getElementById(live.slide), line = section?.querySelector('.live-words');
	if (!line)
		return;
	let said = line.querySelector('span');
	if (!said) {
		said = element('span', '');
		said.setAttribute('role', 'status');
		line.replaceChildren(said);
	}
	const written = sentence(section, live);
	if (said.textContent !== written)
		said.textContent = written;
	let button = line.querySelector('button');
	if (!mayAsk()) {
		button?.remove();
		return;
	}
	if (!button) {
		button = element('button', 'live-button', say('지금 기록', 'Record now'));
		button.type = 'button';
		button.addEventListener('click', () => ask(live.slide));
		line.prepend(button);
	}
	button.disabled = live.state === 'recording';
}

const drawLines = () => lives.forEach(drawLine);

async function ask(slide) {
	words = '';
	asked = slide;
	const answer = await fetch(path(slide), { method: 'POST' }).catch(() => null);
	if (answer?.ok)
		return;
	asked = null;
	words = answer?.status === 409 ? say('다른 기록이 진행 중입니다.', 'Another recording is under way.')
		: answer?.status === 429 ? say('방금 기록했습니다. 잠시 뒤에 다시 누르십시오.', 'The last recording has just ended: press again in a moment.')
			: say('서버가 응답하지 않습니다.', 'The server does not answer.');
	drawLines();
}

// ---- the slide ----

// Puts the newest recording on its slide, unless it is there. Scroll view makes slides anew from their first state.
function put(slide) {
	const section = document.getElementById(slide), { picture, html } = recorded.get(slide);
	if (!section || section.dataset.live === String(picture))
		return;
	if (opened && section.contains(opened.block))
		closePacket();
	section.dataset.live = picture;
	const { body } = new DOMParser().parseFromString(html, 'text/html');
	prepareAgain(section, [...body.childNodes]);
	drawLine(lives.get(slide));
	fitPictures();
	linkStatic();
	changed();
	if (typeof Reveal === 'undefined' || !Reveal.isReady())
		return;
	moveAlong(() => {
		Reveal.syncSlide(section);
		if (Reveal.getCurrentSlide() === section && isStage)
			toFirstStep(section);
		else
			refresh(section);
	});
}

function toFirstStep(section) {
	const { h, v } = Reveal.getIndices(section);
	Reveal.slide(h, v || 0, -1);
	refresh(section);
}

let forgotten = 0; // how often the server forgot them
async function renew({ slide, picture }) {
	const before = forgotten;
	const answer = await fetch(path(slide)).catch(() => null);
	if (!answer?.ok)
		return; // the page was made anew
	const { html, data } = await answer.json();
	if (before !== forgotten || recorded.get(slide)?.picture >= picture)
		return;
	keepRecorded(slide, data);
	recorded.set(slide, { picture, html });
	words = '';
	put(slide);
	if (asked === slide) {
		asked = null;
		play(document.getElementById(slide));
	}
}

// ---- what the server says ----

function take(items) {
	for (const item of items) {
		lives.set(item.slide, item);
		if (item.picture > (recorded.get(item.slide)?.picture ?? 0))
			renew(item);
	}
	drawLines();
}

export function putRecorded() {
	for (const slide of recorded.keys())
		put(slide);
	drawLines();
}

// The server forgets recordings when it makes the page anew. It is asked for what was recorded since then.
export function forgetRecordings() {
	forgotten++;
	recorded.clear();
	forgetRecorded();
	take([...lives.values()]);
}

// The line says who may ask, which changes with who leads. A page to print has what was recorded before the talk.
export function startLive() {
	if (isPrintPage || printing())
		return;
	onNewSlides(drawLines);
	if (role === 'now' || role === 'next') {
		on('live', take);
		return;
	}
	onRoom('live', (items) => {
		take(items);
		if (isStage)
			send('live', items);
	});
	onRoom('room', drawLines);
	if (isStage)
		on('hello', () => lives.size && send('live', [...lives.values()]));
}
