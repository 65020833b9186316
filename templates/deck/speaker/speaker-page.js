// The speaker's window: this same file without its own stage. It shows the notes, the next step and the time.
// Actions in it take effect on the stage.
import { onChange, onNewSlides } from '../base/changes.js';
import { element, setAttributes } from '../base/elements.js';
import { forwardKeys } from './forwarded-keys.js';
import { letterOf } from '../base/key-letter.js';
import { leaves, page, say, sectionOf } from '../base/page.js';
import { slideName } from '../base/slide-name.js';
import { makeAlerts, makeStatus, showBriefly, showOverSlide, showConnectionLost } from './speaker-alerts.js';
import { fillNext, nextWords } from './speaker-next.js';
import { markStep, noNotes, putNotes, statesOf } from './speaker-notes.js';
import { timeBar } from './speaker-time.js';
import { isForField, makeStageField, showStageField } from './stage-field.js';
import { addFrame, isStageThere, on, send } from './windows.js';

const HELLO_MS = 1000, LOST_MS = 3500;
const TYPE_MIN = 26, TYPE_MAX = 48, TYPE_STEP = 3; // font size of the notes, in px

const parts = {}; // elements of the page, by name
const frames = [];
let sections = [], shownSection = null, told = null, receivedAt = 0;

function button(words, pressed, className = '') {
	const node = element('button', className, words);
	node.type = 'button';
	node.addEventListener('click', pressed);
	return node;
}

const pressOnStage = (key, keyCode) => send('key', { key, code: key, keyCode, shiftKey: false });

// The same file in a frame.
function slideFrame(name, title) {
	const frame = setAttributes(element('iframe'), { title, src: location.pathname + '?speaker=' + name });
	frames.push(frame);
	return element('div', 'screen', frame);
}

// A frame has the stage's size and is scaled down, so that everything is at the same place as on the stage.
function fitFrames() {
	for (const frame of frames)
		frame.style.transform = `scale(${frame.parentNode.clientWidth / 1280})`;
}

function makeSlides() {
	parts.now = element('figure', 'now', element('figcaption', '', element('span', '', say('지금', 'Now')),
		parts.large = button(say('크게', 'Larger'), () => enlarge(!page.classList.contains('large')), 'larger')),
	slideFrame('now', say('지금 슬라이드', 'the slide on the stage')));
	parts.nextWords = element('div', 'next-words');
	const next = slideFrame('next', say('다음 슬라이드', 'what the next step shows'));
	setAttributes(next.firstChild, { inert: '', tabindex: -1 });
	next.append(parts.end = element('p', 'end', say('마지막', 'The end')));
	parts.next = element('figure', 'next', next);
	parts.next.addEventListener('click', () => pressOnStage('PageDown', 34));
	const keys = element('div', 'moves', button(say('◀ 이전', '◀ Back'), () => pressOnStage('PageUp', 33)), button(say('다음 ▶', 'Next ▶'), () => pressOnStage('PageDown', 34)));
	return element('div', 'speaker-slides', parts.now, parts.nextWords, parts.next, keys);
}

function resize(by) {
	const now = parseFloat(getComputedStyle(parts.notes).fontSize);
	const size = Math.max(TYPE_MIN, Math.min(TYPE_MAX, Math.round(now + by)));
	page.style.setProperty('--notes-size', `${size}px`);
}

function makeNotes() {
	parts.title = element('h1', '');
	parts.where = element('span', 'where');
	parts.smaller = button('A−', () => resize(-TYPE_STEP));
	parts.bigger = button('A+', () => resize(TYPE_STEP));
	parts.smaller.setAttribute('aria-label', say('노트 글자 작게', 'smaller notes'));
	parts.bigger.setAttribute('aria-label', say('노트 글자 크게', 'larger notes'));
	parts.notes = setAttributes(element('div', 'notes-text'), { tabindex: 0, role: 'region', 'aria-label': say('노트', 'notes') });
	// A link in the notes moves the stage.
	parts.notes.addEventListener('click', (event) => {
		const link = event.target.closest('a[href]');
		if (!link)
			return;
		event.preventDefault();
		const [, id] = /^#\/?(.+)$/.exec(link.getAttribute('href')) || [];
		if (id)
			send('go', decodeURIComponent(id));
		else
			window.open(link.href, '_blank', 'noopener');
	});
	return element('div', 'speaker-notes', element('div', 'heading', parts.where, parts.title, makeStatus(), element('div', 'sizes', parts.smaller, parts.bigger)), parts.notes);
}

function enlarge(isLarge) {
	page.classList.toggle('large', isLarge);
	parts.large.textContent = isLarge ? say('작게', 'Smaller') : say('크게', 'Larger');
}

function showPosition(section, index, step) {
	const states = statesOf(section);
	const steps = states > 1 ? say(` · 단계 ${step + 2} / ${states}`, ` · step ${step + 2} of ${states}`) : '';
	parts.where.textContent = `${index + 1} / ${sections.length}${steps}`;
	parts.title.textContent = slideName(section);
}

function follow(state) {
	told = state;
	receivedAt = Date.now();
	showConnectionLost(false);
	const section = sectionOf(state);
	if (!section)
		return;
	const index = sections.indexOf(section);
	const isNew = section !== shownSection;
	if (isNew && !putNotes(parts.notes, section))
		parts.notes.replaceChildren(noNotes(say('이 슬라이드에는 노트가 없습니다.', 'This slide has no notes.')));
	const place = [state.id, state.h, state.v, state.f].join();
	if (isNew || place !== parts.notes.dataset.place) {
		parts.notes.dataset.place = place;
		showPosition(section, index, state.f);
		markStep(parts.notes, section, state.f);
		const words = nextWords(section, sections[index + 1], state.f);
		fillNext(parts.nextWords, words);
		parts.next.classList.toggle('over', words === null);
	}
	shownSection = section;
	parts.time.follow(state, index);
	showOverSlide(state);
	showStageField(state.field);
}

function followAgain() {
	shownSection = null;
	if (told)
		follow(told);
}

// Alt with an arrow scrolls the notes. All keys without Alt go to the stage, except that Enter and Space press a
// button of this page, and what is written while the stage has a field for it is written here.
function isOurs(event) {
	const isPress = (event.key === 'Enter' || event.key === ' ') && event.target.closest('button, .notes-text a');
	if (event.key === 'Tab' || isPress || isForField(event))
		return true;
	if (told?.field || letterOf(event) !== 's')
		return false;
	if (isStageThere()) {
		event.preventDefault();
		opener.focus();
	}
	return true;
}

function scrollNotes(event) {
	if (!event.altKey || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp'))
		return;
	event.preventDefault();
	parts.notes.scrollBy({ top: (event.key === 'ArrowDown' ? .7 : -.7) * parts.notes.clientHeight, behavior: 'smooth' });
}

const takeSlides = () => { sections = leaves(); page.classList.toggle('bare', !document.querySelector('.slides aside.notes')); };

export function startSpeaker() {
	page.classList.remove('opening');
	page.classList.add('speaker-view');
	takeSlides();
	const talk = document.title;
	document.title = say(`발표자 화면: ${talk}`, `Speaker view: ${talk}`);
	parts.time = timeBar();
	document.body.append(element('main', 'speaker-page', parts.time.node, makeNotes(), makeSlides(), makeAlerts(makeStageField())));
	const observer = new ResizeObserver(fitFrames);
	for (const frame of frames) {
		addFrame(frame);
		observer.observe(frame.parentNode);
	}
	forwardKeys(isOurs);
	addEventListener('keydown', scrollNotes);
	on('state', follow);
	onChange(() => shownSection?.querySelector('aside.notes') && putNotes(parts.notes, shownSection)); // a slide has got other contents
	onNewSlides(() => { takeSlides(); parts.time.renew(); followAgain(); });
	on('refused', () => showBriefly(say('브라우저는 발표 창에서 누른 F에만 전체 화면을 허용합니다. 발표 창에서 F를 누르십시오.', 'Browsers fill the screen only for who presses F in the window itself: press F on the stage.')));
	receivedAt = Date.now();
	const greet = () => {
		send('hello');
		showConnectionLost(!document.hidden && (Date.now() - receivedAt > LOST_MS || !isStageThere()));
	};
	setInterval(greet, HELLO_MS);
	document.addEventListener('visibilitychange', () => { receivedAt = Date.now(); greet(); });
	greet();
}
