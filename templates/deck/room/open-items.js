// What listeners said and the author has not worked in yet, beside the slide. Only in the author's own server. The
// stage of a talk does not show it: not on a full screen, and not while the speaker's window is open.
import { onNewSlides } from '../base/changes.js';
import { element, setAttributes } from '../base/elements.js';
import { page, printing, say, upright } from '../base/page.js';
import { slideName } from '../base/slide-name.js';
import { isServed, isStage, on, speakerWindow } from '../speaker/windows.js';
import { pressable } from './feedback-parts.js';
import { shownSlide } from './feedback-place.js';
import { marksLine, mostWanted, read, said } from './feedback-said.js';
import { colorLost, lostOn } from './lost-packets.js';

const SHOWN = 'pcapdeck-open-items', COLORED = 'pcapdeck-lost', LEFT = 'pcapdeck-open-items-left';
const GREETED_MS = 2500; // the speaker's window greets each second
const LEARNED = 1;
const KINDS = ['', '', say('따라가지 못한 곳: ', 'Got lost: '), say('해 볼 것: ', 'To try: ')];
const isOpen = (item) => !item.done && item.kind !== LEARNED;

let button = null, panel = null, leaving = 0;
let isReturning = false; // the page was loaded again beside a speaker's window, which may not have greeted yet

const isOn = (key) => sessionStorage.getItem(key) === '1';
const isOnStage = () => Boolean(document.fullscreenElement || matchMedia('(display-mode: fullscreen)').matches || speakerWindow() || isReturning);

function itemLine(item) {
	const by = [item.frame ? `#${item.frame}` : '', item.name, item.upvotes ? `▲ ${item.upvotes}` : '', `no. ${item.id}`].filter(Boolean).join(' · ');
	return element('li', '', element('p', 'words', KINDS[item.kind], item.words), element('p', 'by', by));
}

// Leads to the next slide that has open items, after this one and then from the beginning.
function wayOn(section) {
	const ids = [...document.querySelectorAll('.reveal .slides section[id]')].map((one) => one.id);
	const open = new Set(said.items.filter(isOpen).map((item) => item.slide));
	const here = ids.indexOf(section.id);
	const next = [...ids.slice(here + 1), ...ids.slice(0, here)].find((id) => open.has(id));
	const name = next && slideName(document.getElementById(next));
	return next ? setAttributes(element('a', '', say(`다음: ${name}`, `Next: ${name}`)), { href: '#/' + encodeURIComponent(next) }) : null;
}

// Those of slides that the talk does not have any more.
function homeless() {
	const items = said.items.filter((item) => isOpen(item) && !document.getElementById(item.slide));
	return items.length ? [element('h3', '', say('없어진 슬라이드', 'Slides that are gone')), element('ol', '', ...items.map(itemLine))] : [];
}

function colorSwitch(section) {
	if (!lostOn(section.id).length)
		return null;
	const pressed = pressable('lost-switch', say('놓친 패킷 표시', 'Where listeners got lost'), () => {
		sessionStorage.setItem(COLORED, isOn(COLORED) ? '0' : '1');
		draw();
	});
	return setAttributes(pressed, { 'aria-pressed': String(isOn(COLORED)) });
}

function fill(section) {
	const here = mostWanted(section.id).filter(isOpen);
	const close = pressable('close', say('닫기', 'Close'), () => show(false));
	panel.replaceChildren(...[element('h2', '', say('열린 의견', 'Open feedback')), close, marksLine(section.id), colorSwitch(section),
		here.length ? element('ol', '', ...here.map(itemLine)) : element('p', 'by', say('이 슬라이드에는 없습니다.', 'None on this slide.')),
		here.length ? element('p', 'by', say('반영한 뒤: ', 'Worked in: '), element('code', '', `pcapdeck feedback done ${page.dataset.feedback} ${here[0].id}`)) : null,
		wayOn(section), ...homeless()].filter(Boolean));
}

function draw() {
	const section = Reveal.isReady() && !printing() && shownSlide();
	if (!section)
		return;
	const open = said.items.filter(isOpen), here = open.filter((item) => item.slide === section.id).length;
	const isThere = !isOnStage() && !upright.matches && (open.length > 0 || said.lost?.length > 0);
	const isShown = isThere && isOn(SHOWN);
	button.hidden = !isThere || isShown;
	button.textContent = say(`열린 의견 ${here}/${open.length}`, `Open feedback ${here}/${open.length}`);
	panel.hidden = !isShown;
	if (page.classList.contains('with-open-items') !== isShown) {
		page.classList.toggle('with-open-items', isShown);
		Reveal.layout();
	}
	if (isShown)
		fill(section);
	colorLost(section, isShown && isOn(COLORED));
	drawWhenLeft();
}

// Draws when the stage is left. No event says that a window is closed.
function drawWhenLeft() {
	clearTimeout(leaving);
	if (isOnStage())
		leaving = setTimeout(() => (isOnStage() ? drawWhenLeft() : draw()), 500);
}

function show(isShown) {
	sessionStorage.setItem(SHOWN, isShown ? '1' : '0');
	draw();
	(isShown ? panel.querySelector('.close') : button).focus();
}

async function hear() {
	if (await read())
		draw();
}

export function startOpenItems() {
	if (!isServed || !isStage || page.dataset.openItems === undefined)
		return;
	button = pressable('open-items-button', '', () => show(true));
	panel = setAttributes(element('aside', 'open-items'), { 'aria-label': say('열린 의견', 'Open feedback'), tabindex: 0 });
	button.hidden = panel.hidden = true;
	isReturning = isOn(LEFT);
	setTimeout(() => { isReturning = false; }, GREETED_MS);
	addEventListener('pagehide', () => sessionStorage.setItem(LEFT, speakerWindow() ? '1' : '0'));
	Reveal.on('ready', () => {
		document.body.append(button, panel);
		hear();
	});
	// What is marked as worked in, or comes in from a chat, does so in another window.
	addEventListener('focus', hear);
	document.addEventListener('fullscreenchange', draw);
	addEventListener('resize', draw);
	Reveal.on('slidechanged', draw);
	onNewSlides(draw);
	on('hello', draw); // the speaker's window comes
}
