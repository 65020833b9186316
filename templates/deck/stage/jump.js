// A box to jump: a number leads to a packet on the slide, `g` and a number or words to a slide. The box says what Enter will do.
import { element, setAttributes } from '../base/elements.js';
import { PICTURE_HOLDERS } from '../base/picture-fit.js';
import { describePacket, describeSlide, goToSlide, hasPackets, packetAt, slideAt, slidesSoFar } from './jump-target.js';
import { letterOf } from '../base/key-letter.js';
import { leaves, say } from '../base/page.js';
import { isStepped } from '../packet/rows.js';
import { stepTo, stepToRemark } from '../picture/stepping.js';
import { remarkAt } from '../picture/remark-steps.js';

const BY_INPUT_METHOD = 229; // the keyCode of a key that an input method takes

let box = null; // { node, input, output, isForSlides }

const found = new Set(); // rows that are marked

export function forgetFound() {
	found.forEach((row) => row.classList.remove('found'));
	found.clear();
}

// Scrolls it to the middle of its scroll container, also where the stage is drawn smaller.
function bringIntoView(row) {
	const holder = row.closest(PICTURE_HOLDERS);
	if (!holder)
		return;
	const place = holder.getBoundingClientRect(), at = row.getBoundingClientRect();
	holder.scrollTop += (at.top + at.height / 2 - place.top - place.height / 2) * (holder.offsetHeight / place.height || 1);
}

// Goes to the packet that the page's address asks for, as links of a search do: ?capture=NAME&packet=NUMBER, on the slide of
// its hash.
export function goToAskedPacket() {
	const asked = new URLSearchParams(location.search), number = asked.get('packet');
	const found = number && packetAt(Reveal.getCurrentSlide(), number, asked.get('capture'));
	if (found)
		goToPacket(found);
}

function goToPacket({ block, row }) {
	const slide = block.closest('section');
	if (slide !== Reveal.getCurrentSlide()) // its sequence goes on there
		goToSlide(slide);
	forgetFound();
	const remark = remarkAt(block, row.dataset.frame);
	if (isStepped(block) && row.matches('.row')) {
		stepTo(row);
	} else if (remark) {
		stepToRemark(remark);
	} else {
		row.classList.add('found');
		found.add(row);
		if (row.matches('tr'))
			row.tabIndex = -1;
		bringIntoView(row);
	}
	row.focus({ preventScroll: true });
}

const target = (words) => (box.isForSlides ? slideAt(words) : packetAt(Reveal.getCurrentSlide(), words));

function missingWords(words) {
	if (!words)
		return box.isForSlides ? say('번호나 단어', 'a number or words') : say('패킷 번호', 'the number of a packet');
	if (!box.isForSlides)
		return say(`이 슬라이드에 ${words}번 패킷이 없다`, `no packet ${words} on this slide`);
	const count = slidesSoFar().length;
	if (/^\d+$/.test(words) && count < leaves().length)
		return say(`발표가 아직 ${count}번 슬라이드까지만 왔다`, `the talk has come to slide ${count} so far`);
	return /^\d+$/.test(words) ? say(`슬라이드는 ${leaves().length}장이다`, `there are ${leaves().length} slides`)
		: say(`“${words}”: 찾은 슬라이드 없음`, `no slide says “${words}”`);
}

function showTarget() {
	const words = box.input.value.trim(), found = target(words);
	const name = box.isForSlides ? say('슬라이드', 'Slide') : say('패킷', 'Packet');
	box.node.querySelector('.kind').textContent = name;
	setAttributes(box.input, { 'aria-label': name, inputmode: box.isForSlides ? 'text' : 'numeric' });
	box.output.textContent = found ? (box.isForSlides ? describeSlide(found) : describePacket(found)) : missingWords(words);
	box.node.classList.toggle('vain', !found);
	const slide = box.isForSlides ? null : slideAt(words);
	box.other.replaceChildren(...(box.isForSlides ? [] : [element('kbd', '', 'g'), ' ', slide ? describeSlide(slide) : say('슬라이드', 'a slide')]));
}

function closeJump() {
	if (!box)
		return;
	const { node } = box;
	box = null;
	node.remove();
}

function go() {
	const found = target(box.input.value.trim()), { isForSlides } = box;
	if (!found)
		return;
	closeJump();
	if (isForSlides)
		goToSlide(found);
	else
		goToPacket(found);
}

function onKey(event) {
	event.stopPropagation();
	if (event.isComposing || event.keyCode === BY_INPUT_METHOD)
		return;
	const isEmptied = event.key === 'Backspace' && !box.input.value;
	if (event.key === 'Escape' || isEmptied) {
		closeJump();
	} else if (event.key === 'Enter') {
		go();
	} else if (!box.isForSlides && letterOf(event) === 'g') {
		box.isForSlides = true;
		showTarget();
	} else {
		return;
	}
	event.preventDefault();
}

// "g" changes to slides also when an input method has written its letter.
function onInput() {
	const words = box.input.value.replace(/[gㅎ]/gi, '');
	if (!box.isForSlides && words !== box.input.value) {
		box.isForSlides = true;
		box.input.value = words;
	}
	showTarget();
}

export function openJump(words, isForSlides) {
	closeJump();
	const input = setAttributes(element('input'), { type: 'text', size: 12, autocomplete: 'off', spellcheck: 'false' });
	const output = element('output'), other = element('span', 'other');
	const node = element('div', 'jump', element('span', 'kind'), input, element('kbd', '', 'Enter'), output, other);
	setAttributes(node, { role: 'search', 'aria-label': say('이동할 곳', 'jump to') });
	box = { node, input, output, other, isForSlides };
	input.value = words;
	input.addEventListener('input', onInput);
	input.addEventListener('blur', closeJump);
	node.addEventListener('keydown', onKey);
	document.body.append(node);
	showTarget();
	input.focus();
}

export function onJumpKey(event) {
	const isDigit = /^[0-9]$/.test(event.key);
	if (!isDigit && letterOf(event) !== 'g')
		return false;
	openJump(isDigit ? event.key : '', !isDigit || !hasPackets(Reveal.getCurrentSlide()));
	return true;
}
