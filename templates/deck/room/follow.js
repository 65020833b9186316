// A window that does not lead follows the one that does, until it is let go. While it looks around, it goes no further
// than the speaker has come, unless the server allows that.
import { onNewSlides } from '../base/changes.js';
import { element } from '../base/elements.js';
import { leaves, page, say } from '../base/page.js';
import { shown, show } from '../speaker/shown.js';
import { isStage } from '../speaker/windows.js';
import { showSpot } from '../stage/strokes.js';
import { addressOf, onRoom, pageName, refusedWords, room } from './connection.js';
import { feedbackButton } from './feedback.js';
import { lead } from './lead.js';
import { furthestIn, isBeyond, progressOf } from './progress.js';

let told = null; // the last state that the leading window reported
let far = null; // how far the talk has come, among the slides that are here
let isFollowing = null; // null: not decided yet
const FOLLOWING = 'pcapdeck-following'; // kept while a speaker's window goes to the talk of the next one
let isObeying = false;
let bar = null;
let touchedAt = 0; // when this window was last touched; what moves later moves by itself
const TOUCH_MS = 1500;

const isFree = () => room.ahead || room.role === 'presenter';

// What the speaker has not shown yet is not there: in the overview, in a search, on a phone that scrolls.
function hideAhead() {
	leaves().forEach((section, index) => {
		section.classList.toggle('ahead', far !== null && !isFree() && !room.leads && index > far[0]);
	});
}

// An upright phone scrolls to the slide, and leaves its steps to the finger.
let scrolledTo = -1;
function scrollToSlide(index) {
	if (index !== scrolledTo)
		leaves()[index]?.closest('.scroll-page')?.scrollIntoView({ behavior: 'instant' });
	scrolledTo = index;
}

function obey() {
	if (!told || !isFollowing || room.leads || !Reveal.isReady())
		return;
	const { id, h, v, f, packet, choices, scrolls } = told;
	isObeying = true;
	if (Reveal.isScrollView())
		scrollToSlide(progressOf(told)[0]);
	else
		show({ id, h, v, f, packet, choices, scrolls });
	document.querySelector('.reveal').classList.toggle('white', told.isWhite);
	if (Reveal.isPaused() !== told.isPaused)
		Reveal.togglePause(told.isPaused);
	isObeying = false;
}

// Moves this window as no step of the listener's own does.
export function moveAlong(move) {
	isObeying = true;
	move();
	isObeying = false;
	if (room)
		obey();
}

function draw() {
	bar?.remove();
	bar = null;
	page.classList.toggle('in-room', !room.leads);
	if (room.leads)
		return;
	const follow = element('button', 'follow', say('발표 따라가기', 'Follow the talk'));
	follow.type = 'button';
	follow.setAttribute('role', 'switch');
	follow.setAttribute('aria-checked', String(Boolean(isFollowing)));
	follow.addEventListener('click', () => turn(!isFollowing));
	bar = element('div', 'room-bar', follow, feedbackButton());
	if (room.role === 'presenter') {
		const here = element('button', 'lead', say('여기서 발표하기', 'Present from here'));
		here.type = 'button';
		here.addEventListener('click', lead);
		bar.append(here);
	}
	document.querySelector('.reveal').append(bar);
	keepFooterAway();
}

// What the footer says of the colors stands beside the bar, in the pixels of a slide. On a screen that is higher than the
// slide, the bar is below it, and the footer stays as it is.
function keepFooterAway() {
	if (!bar || !Reveal.isReady())
		return;
	const box = bar.getBoundingClientRect();
	page.style.setProperty('--room-bar', `${Math.ceil((box.right + 12) / (Reveal.getScale() || 1))}px`);
	page.classList.toggle('bar-below', box.top >= Reveal.getSlidesElement().getBoundingClientRect().bottom);
}

function turn(follows) {
	isFollowing = follows;
	scrolledTo = -1;
	draw();
	obey();
}

const isAt = (progress) => JSON.stringify(progressOf(shown())) === JSON.stringify(progress);

// A step of the listener's own lets go. What moves by itself, such as a page that returns to its step after a reload, does
// not: a follower goes back to the talk. One that leads too far ends where the speaker has been.
function onMove() {
	if (!room || room.leads || isObeying || !told || !shown())
		return;
	const isTouched = Date.now() < touchedAt + TOUCH_MS;
	if (Reveal.isScrollView()) {
		if (isFollowing && isTouched && progressOf(shown())[0] !== progressOf(told)[0])
			turn(false);
		return;
	}
	if (!isFree() && far && isBeyond(progressOf(shown()), far)) {
		const section = leaves()[far[0]], { h, v } = Reveal.getIndices(section);
		isObeying = true;
		Reveal.slide(h, v || 0, far[1]);
		isObeying = false;
	}
	if (!isFollowing || isAt(progressOf(told)))
		return;
	if (isTouched)
		turn(false);
	else
		obey();
}

function onRoomNews(news) {
	if (isFollowing === null)
		isFollowing = news.role !== 'presenter' || sessionStorage.getItem(FOLLOWING) !== null;
	sessionStorage.removeItem(FOLLOWING);
	if (news.ledLast && !news.leads && news.led)
		isFollowing = true; // the talk was handed over
	// The talk of the next speaker.
	if (isFollowing && !news.leads && news.page && news.page !== pageName()) {
		sessionStorage.setItem(FOLLOWING, '');
		location.replace('/' + addressOf(news.page));
		return;
	}
	draw();
	hideAhead();
	obey();
}

function showRefused() {
	if (!room || document.querySelector('.room-bar .refused'))
		return;
	bar = bar ?? element('div', 'room-bar');
	const words = element('p', 'refused', refusedWords());
	words.setAttribute('role', 'alert');
	bar.replaceChildren(words);
	document.querySelector('.reveal').append(bar);
}

export function startFollowing() {
	if (!isStage)
		return;
	onRoom('room', onRoomNews);
	onRoom('refused', showRefused);
	onRoom('show', (state) => {
		told = state;
		far = told?.far ? furthestIn(told) ?? told.far : null;
		hideAhead();
		obey();
	});
	onNewSlides((furthestOf) => {
		scrolledTo = -1;
		far &&= furthestIn(told) ?? furthestOf(far);
		hideAhead();
		if (room)
			obey();
	});
	onRoom('spot', (point) => isFollowing && !room.leads && Reveal.isReady() && showSpot(point));
	for (const name of ['pointerdown', 'touchmove', 'wheel', 'keydown'])
		document.addEventListener(name, () => { touchedAt = Date.now(); }, { capture: true, passive: true });
	Reveal.on('ready', () => { obey(); keepFooterAway(); });
	Reveal.on('resize', keepFooterAway);
	for (const name of ['slidechanged', 'fragmentshown', 'fragmenthidden'])
		Reveal.on(name, onMove);
}
