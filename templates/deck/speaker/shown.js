// What a window shows, as data that other windows get, and how a window comes to show it.
import { withClass } from '../base/elements.js';
import { page } from '../base/page.js';
import { light } from '../packet/field-links.js';
import { closePacket, opened, openFolded, openPacket, openRow } from '../packet/packet-detail.js';
import { fieldsOf, frameOf } from '../packet/packet-data.js';
import { showLayer } from '../packet/packet-layers.js';
import { stageField } from './stage-field.js';

const SCROLLING = ['diagram', 'stream-text', 'picture', 'packets-list', 'dump', 'fold-list', 'long'];

// The elements in which layers and fields are chosen: the open packet, or the packets on the slide.
const rootsOf = (section) => (opened ? [opened.dialog] : [...section.querySelectorAll('.packets-packet')]);
const holdersOf = (section) => (opened ? withClass(opened.dialog, ...SCROLLING) : [section, ...withClass(section, ...SCROLLING)]);

function choiceIn(root) {
	const layer = [...root.querySelectorAll('.crumbs button')].findIndex((crumb) => crumb.classList.contains('on'));
	return [layer, Number(root.dataset.lit ?? -1)];
}

const packetState = (section) => opened && {
	block: [...section.querySelectorAll('.packets')].indexOf(opened.block),
	row: opened.number, line: opened.line, isFold: opened.isFold,
};

export function shown() {
	const section = Reveal.getCurrentSlide();
	if (!section)
		return null;
	const { h, v, f } = Reveal.getIndices();
	return {
		id: section.id, h, v: v || 0, f: f === undefined ? -1 : f,
		packet: packetState(section) || null,
		choices: rootsOf(section).map(choiceIn),
		scrolls: holdersOf(section).map((holder) => [Math.round(holder.scrollTop), Math.round(holder.scrollLeft)]),
	};
}

export const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export function placeOf({ id, h, v }) {
	const section = id && document.getElementById(id);
	const place = section && Reveal.getIndices(section);
	return place ? [place.h, place.v || 0] : [h, v];
}

function showPacket(section, packet) {
	const now = packetState(section) || null;
	if (isSame(now, packet))
		return;
	for (let tries = 0; opened && tries < 2; tries++) // closing a packet of a fold returns to the fold's list
		closePacket();
	const block = packet && section.querySelectorAll('.packets')[packet.block];
	if (!block)
		return;
	if (!packet.isFold && !packet.line) {
		openPacket(block, packet.row);
		return;
	}
	const row = block.querySelector(`.row[data-frame="${Number(packet.row)}"]`);
	if (!row || !openRow(block, row) || !packet.line)
		return;
	const line = opened.dialog.querySelector(`tr[data-frame="${Number(packet.line)}"]`);
	if (line)
		openFolded(line);
}

// The focus is where it was in the other window. One that is on a field here already goes along: it is framed, too.
function moveFocus(root) {
	const cell = root.matches('dialog') && root.querySelector('.cell:is(.lit, .holds-lit)[tabindex]');
	if (cell && (!document.hasFocus() || document.activeElement?.matches('.cell')))
		cell.focus({ preventScroll: true });
}

function showChoice(root, choice) {
	const frame = opened ? frameOf(opened.block, opened.line || opened.number) : frameOf(root, root.dataset.frame);
	if (!frame || !choice)
		return;
	const [layer, field] = choice, [oldLayer, oldField] = choiceIn(root);
	if (layer >= 0 && layer !== oldLayer)
		showLayer(root, frame, layer);
	if (field !== oldField && fieldsOf(frame)[field]) {
		light(root, frame, fieldsOf(frame)[field]);
		moveFocus(root);
		if (Number(root.dataset.lit) !== field) // the cell with the focus holds it
			light(root, frame, fieldsOf(frame)[field]);
	}
}

export function show(state) {
	const now = shown();
	if (!now || isSame(now, state))
		return;
	const [h, v] = placeOf(state);
	if (now.h !== h || now.v !== v || now.f !== state.f)
		Reveal.slide(h, v, state.f);
	const section = Reveal.getCurrentSlide();
	showPacket(section, state.packet);
	rootsOf(section).forEach((root, index) => showChoice(root, state.choices[index]));
	holdersOf(section).forEach((holder, index) => {
		const [top, left] = state.scrolls[index] || [0, 0];
		if (Math.abs(holder.scrollTop - top) > 1 || Math.abs(holder.scrollLeft - left) > 1)
			holder.scrollTo({ top, left, behavior: 'instant' });
	});
}

// What the stage shows in place of its slide, or of the whole slide; other windows show their own.
export const lyingOver = () => ({
	isPaused: Reveal.isPaused(), isZoomed: page.matches('.zoomed'),
	sheet: document.querySelector('dialog.sheet[open]')?.classList[1] ?? null, field: stageField(),
});
