// A packet, or the list of a fold's packets, opened over the slide.
import { changed } from '../base/changes.js';
import { element } from '../base/elements.js';
import { link, sentenceLine } from './field-links.js';
import { removeOpenHint } from './open-hint.js';
import { drawBytes } from './hex-dump.js';
import { grouped } from '../base/numbers.js';
import { captureOf, frameOf } from './packet-data.js';
import { saveButton } from './packet-file.js';
import { addCrumbs, firstLayer, showLayer, wayOf } from './packet-layers.js';
import { say } from '../base/page.js';
import { labelOf, linesOf, timeIn } from './rows.js';

export let opened = null; // { dialog, block, section, number }
let whenChanged = () => {};

// Sets the function that is called when a packet opens or closes.
export const onOpened = (changed) => { whenChanged = changed; };

// The heading has a line to itself beside the time, the file and the buttons: long names are smaller.
const sizeOf = (name) => name.length > 32 ? 'longer' : name.length > 22 ? 'long' : '';

export function openPacket(block, number) {
	const frame = frameOf(block, number);
	if (!frame || opened)
		return false;
	const dialog = element('dialog', 'packet-detail');
	dialog.setAttribute('aria-label', `#${number} ${frame.info}`);
	const close = element('button', 'close', element('kbd', '', 'Esc'), ' ', say('돌아가기', 'back'));
	close.type = 'button';
	close.addEventListener('click', closePacket);
	const crumbs = element('div', 'crumbs');
	addCrumbs(crumbs, dialog, frame);
	crumbs.append(element('p', 'way', wayOf(frame, JSON.parse(block.dataset.names ?? '{}'))));
	const name = `#${number} ${labelOf(block, number)}`;
	const stage = element('div', 'detail-stage',
		element('div', 'heading', element('h2', sizeOf(name), name), element('p', 'what', `${timeIn(block, frame)} · ${grouped(frame.length)}${say('바이트', ' bytes')}`), saveButton(captureOf(block)), close),
		crumbs,
		element('div', 'columns', element('div', 'picture'), element('div', 'reading', drawBytes(frame), sentenceLine())));
	dialog.append(stage);
	dialog.addEventListener('click', (event) => { if (event.target === dialog) closePacket(); });
	link(dialog, frame, showLayer);
	showDetail(dialog, block, number);
	showLayer(dialog, frame, firstLayer(frame));
	const lit = dialog.querySelector('.cell.lit') || dialog.querySelector('.crumbs .on');
	if (lit)
		lit.focus({ preventScroll: true });
	return true;
}

// A row of several packets opens as their list, and each of those as a packet.
function openFold(block, row) {
	const { frame: first, last } = row.dataset;
	const lines = linesOf(block, row);
	if (!lines.length || opened)
		return false;
	const table = element('table', 'packet-list', block.querySelector('.twin thead').cloneNode(true), element('tbody', '', ...lines.map((line) => line.cloneNode(true))));
	for (const line of table.querySelectorAll('tr[data-frame]')) {
		line.classList.remove('now');
		line.tabIndex = 0;
	}
	const what = labelOf(block, first);
	const dialog = element('dialog', 'packet-detail fold-detail');
	dialog.setAttribute('aria-label', `#${first}–#${last} ${what}`);
	const close = element('button', 'close', element('kbd', '', 'Esc'), ' ', say('돌아가기', 'back'));
	close.type = 'button';
	close.addEventListener('click', closePacket);
	const list = element('div', 'fold-list', table);
	list.setAttribute('data-scrolls', '');
	list.setAttribute('data-prevent-swipe', '');
	dialog.append(element('div', 'detail-stage',
		element('div', 'heading', element('h2', '', what), element('p', 'what', `#${first}–#${last}`), close), list));
	dialog.addEventListener('click', (event) => {
		const line = event.target.closest('tr[data-frame]');
		if (line)
			openFolded(line);
		else if (event.target === dialog)
			closePacket();
	});
	showDetail(dialog, block, first);
	opened.isFold = true;
	table.querySelector('tr[data-frame]').focus({ preventScroll: true });
	return true;
}

// Opens a packet from the list of a fold. Closing it returns to the list.
export function openFolded(line) {
	const { block, number } = opened;
	const frame = line.dataset.frame;
	opened.dialog.remove();
	opened = null;
	openPacket(block, frame);
	Object.assign(opened, { fold: number, number });
	opened.line = frame;
}

function showDetail(dialog, block, number) {
	removeOpenHint();
	document.querySelector('.reveal').append(dialog);
	opened = { dialog, block, section: block.closest('section'), number };
	dialog.addEventListener('cancel', (event) => { event.preventDefault(); closePacket(); });
	dialog.showModal();
	scaleDetail();
	whenChanged();
	changed();
}

// What a row represents: a packet, or a run of packets.
export function openRow(block, row) {
	return row.dataset.last ? openFold(block, row) : openPacket(block, row.dataset.frame);
}

export function closePacket() {
	if (!opened)
		return;
	const { dialog, block, section, number, line } = opened;
	opened = null;
	dialog.close();
	dialog.remove();
	whenChanged();
	changed();
	const fold = line && section.querySelector(`.row[data-frame="${number}"]`);
	if (fold && openFold(block, fold)) {
		opened.dialog.querySelector(`tr[data-frame="${line}"]`).focus();
		return;
	}
	const row = section.querySelector(`.row[data-frame="${number}"]`);
	if (row)
		row.focus({ preventScroll: true });
}

// The detail is a stage of the same size as a slide, scaled like one; a phone reads it as a page.
export function scaleDetail() {
	if (!opened)
		return;
	const isNarrow = innerWidth < 700;
	opened.dialog.classList.toggle('narrow', isNarrow);
	const scale = Math.min(innerWidth / 1280, innerHeight / 720);
	opened.dialog.querySelector('.detail-stage').style.transform = isNarrow ? '' : `translate(-50%, -50%) scale(${scale})`;
}
