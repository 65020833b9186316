// Drawings and long formulas on an upright phone. A drawing is whole there. When its words are too small to be read then, a
// button below it, or a tap on it, opens it over the slides, so large that they can be read: fingers move it and make it
// larger, and on a phone that is turned it is whole. A formula, which one reads from left to right, can also be moved
// sideways where it stands.
import { element, shape } from '../base/elements.js';
import { say, upright } from '../base/page.js';
import { openSheet } from './sheet.js';

const DRAWINGS = '.scroll-page :is(p.only-image > img, figure:not(.diagram, .picture) > img, .drawn > svg, .formula > math)';
const READABLE = 16.9; // px of the smallest words on the stage of a phone: 11 on a screen of 360
const LEAST = 11, LARGE = 16; // px of the smallest words of what is opened
const WORDS_OF_PICTURES = 25; // px that the words of a photo or screenshot may have
const MOST = 5, FACTOR = 1.4, BESIDE = 12; // px (enlarge.css)

const holderOf = (drawing) => drawing.parentNode;
const isFormula = (drawing) => drawing.matches('math');

// The width at which the smallest words are 1 px high; of an image as notes/markdown/render-image wrote it.
const widthOfWords = (drawing) => (drawing.matches('svg')
	? drawing.viewBox.baseVal.width / Math.min(...[...drawing.querySelectorAll('text')].map((text) => parseFloat(getComputedStyle(text).fontSize)))
	: parseFloat(drawing.style.getPropertyValue('--words')) || drawing.naturalWidth / WORDS_OF_PICTURES) || 1;

const isTooSmall = (drawing) => (isFormula(drawing) ? holderOf(drawing).scrollWidth > holderOf(drawing).clientWidth + 1 : drawing.clientWidth / widthOfWords(drawing) < READABLE);

// The size of what is opened: its width in px, at least so that all of it is in view, and at first no larger if it can be
// read then.
function makeSizes(view, copy, words) {
	let width = 0;
	const box = copy.getBoundingClientRect(), ratio = box.height / box.width;
	const font = parseFloat(getComputedStyle(copy).fontSize), base = copy.scrollWidth || box.width;
	const whole = () => Math.min(view.clientWidth - 2 * BESIDE, view.clientHeight / ratio);
	const [least, large] = isFormula(copy) ? [base, base] : [LEAST * words, LARGE * words];
	// The point at x and y of the view keeps its place.
	function resize(next, x = view.clientWidth / 2, y = view.clientHeight / 2) {
		const before = copy.getBoundingClientRect(), outer = view.getBoundingClientRect();
		const [left, top] = [(outer.left + x - before.left) / before.width, (outer.top + y - before.top) / before.height];
		width = Math.max(whole(), Math.min(MOST * Math.max(whole(), large), next));
		copy.style[isFormula(copy) ? 'fontSize' : 'width'] = `${isFormula(copy) ? font * width / base : width}px`;
		const after = copy.getBoundingClientRect();
		view.scrollLeft += after.left + left * after.width - outer.left - x;
		view.scrollTop += after.top + top * after.height - outer.top - y;
	}
	return { resize, by: (factor, x, y) => resize(width * factor, x, y), begin: () => resize(whole() < least ? large : whole()) };
}

// Two fingers make it larger or smaller about the point between them.
function onFingers(view, sizes) {
	let before = null;
	view.addEventListener('touchstart', ({ touches }) => { before = touches.length === 2 ? touches : null; });
	view.addEventListener('touchmove', (event) => {
		const { touches } = event;
		if (touches.length !== 2 || !event.cancelable)
			return;
		event.preventDefault();
		const distance = ([one, other]) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY), outer = view.getBoundingClientRect();
		if (before)
			sizes.by(distance(touches) / (distance(before) || 1), (touches[0].clientX + touches[1].clientX) / 2 - outer.left, (touches[0].clientY + touches[1].clientY) / 2 - outer.top);
		before = touches;
	}, { passive: false });
}

function button(name, words, label, act) {
	const made = element('button', name, words);
	made.type = 'button';
	made.setAttribute('aria-label', label);
	made.addEventListener('click', act);
	return made;
}

// Opens a drawing; `at` is the point of it, as parts of its width and height, that comes into view.
function openLarge(drawing, at = [0, 0]) {
	const copy = drawing.cloneNode(true), view = element('div', 'view', copy), words = widthOfWords(drawing);
	const label = drawing.getAttribute('alt') || drawing.getAttribute('aria-label') || (isFormula(drawing) ? say('수식', 'formula') : say('그림', 'drawing'));
	view.tabIndex = 0; // so that the keys can move it
	view.setAttribute('role', 'group');
	view.setAttribute('aria-label', label);
	let sizes = null;
	const heading = element('div', 'heading',
		button('size', '−', say('작게', 'smaller'), () => sizes.by(1 / FACTOR)), button('size', '+', say('크게', 'larger'), () => sizes.by(FACTOR)),
		button('close', say('닫기', 'close'), say('닫기', 'close'), () => sheet.close()));
	const begin = () => sizes.begin();
	const sheet = openSheet('enlarged', label, () => removeEventListener('resize', begin), heading, view);
	if (!sheet)
		return;
	sizes = makeSizes(view, copy, words);
	begin();
	view.scrollLeft = at[0] * view.scrollWidth - view.clientWidth / 2;
	view.scrollTop = at[1] * view.scrollHeight - view.clientHeight / 2;
	view.focus();
	onFingers(view, sizes);
	addEventListener('resize', begin); // a phone that is turned
	sheet.addEventListener('keydown', ({ key }) => {
		if (['+', '=', '-'].includes(key))
			sizes.by(key === '-' ? 1 / FACTOR : FACTOR);
	});
}

const sign = () => shape('svg', { viewBox: '0 0 16 16', width: 18, height: 18, 'aria-hidden': true }, shape('path', { d: 'M10 2h4v4M14 2L9 7M6 14H2v-4M2 14l5-5', fill: 'none', stroke: 'currentColor', 'stroke-width': 2 }));

function offer() {
	document.querySelectorAll('.scroll-page .enlarge').forEach((one) => one.remove());
	for (const drawing of upright.matches ? document.querySelectorAll(DRAWINGS) : []) {
		const holder = holderOf(drawing), isOffered = isTooSmall(drawing);
		holder.classList.toggle('enlarges', isOffered);
		if (!isOffered)
			continue;
		const one = element('button', 'enlarge', sign(), say('크게 보기', 'Enlarge'));
		one.type = 'button';
		one.setAttribute('aria-haspopup', 'dialog');
		holder.after(one);
	}
}

function onTap({ target, clientX, clientY }) {
	const opener = target.closest?.('.enlarge'), holder = opener ? opener.previousElementSibling : target.closest?.('.enlarges');
	const drawing = holder && !target.closest('a') && [...holder.children].find((child) => child.matches(DRAWINGS));
	if (!drawing || !upright.matches || !getSelection().isCollapsed)
		return;
	const box = drawing.getBoundingClientRect();
	openLarge(drawing, opener ? [0, 0] : [(clientX - box.left) / box.width, (clientY - box.top) / box.height]);
}

export function startEnlarging() {
	const later = () => setTimeout(offer); // when slides have their sizes (templates/prose.js)
	for (const name of ['ready', 'resize'])
		Reveal.on(name, later);
	document.addEventListener('pcapdeck-slide', later);
	document.addEventListener('click', onTap);
}
