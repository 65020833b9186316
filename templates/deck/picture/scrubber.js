// A picture that is longer than its place has a slider while the pointer is near. It moves through packets, or through the height.
import { element, setAttributes } from '../base/elements.js';
import { rowOnMap } from './picture-map.js';
import { say } from '../base/page.js';
import { callWords, isStepped, labelOf } from '../packet/rows.js';
import { goToShared } from './shared-sequence.js';
import { stepTo } from './stepping.js';

const isLong = (figure) => figure.scrollHeight > figure.clientHeight + 4;

const rowsOf = (block) => [...block.querySelectorAll('.row')];

function scrub(block, value) {
	const figure = block.querySelector('.diagram'), rows = rowsOf(block);
	if (isStepped(block))
		stepTo(rows[value]);
	else
		figure.scrollTop = (figure.scrollHeight - figure.clientHeight) * value / Math.max(1, rows.length - 1);
}

export function hideScrubber() {
	document.querySelector('.scrubber')?.remove();
}

function make(block, rows) {
	const input = setAttributes(element('input'), { type: 'range', min: 0, max: rows.length - 1, step: 1, 'aria-label': say('패킷', 'packet') });
	const bar = element('div', 'scrubber', input, element('output'));
	input.addEventListener('input', () => scrub(block, Number(input.value)));
	input.addEventListener('pointerup', () => input.blur()); // keys go to the stage again
	document.querySelector('.reveal').append(bar);
	return bar;
}

// Shows the slider at the packet that the steps have reached.
export function showScrubber() {
	const block = [...Reveal.getCurrentSlide().querySelectorAll('.packets-sequence')].find((one) => isLong(one.querySelector('.diagram')));
	const rows = block ? rowsOf(block) : [];
	if (!rows.length || document.querySelector('dialog.packet-detail')) {
		hideScrubber();
		return;
	}
	const bar = document.querySelector('.scrubber') ?? make(block, rows), input = bar.querySelector('input');
	const now = rows.findIndex((row) => row.matches('.now'));
	if (now < 0)
		return;
	const { call, frame, last } = rows[now].dataset;
	const words = call ? callWords(rows[now])[0] : last ? `#${frame}–#${last}` : `#${frame} ${labelOf(block, frame)}`;
	input.value = now;
	input.setAttribute('aria-valuetext', words);
	bar.querySelector('output').textContent = words;
}

// The map beside a long diagram moves through its packets, as the slider does, or through the slides that share them.
export function onMapPointer(event) {
	const map = event.buttons === 1 && event.target.closest?.('.map');
	if (!map)
		return;
	const block = map.closest('.packets'), row = rowOnMap(map, event.clientY);
	if (block.matches('.in-parts'))
		goToShared(block.closest('section'), row);
	else
		scrub(block, row);
}
