// The steps of reveal.js walk the packets of a picture.
import { HOLDERS, fitPictures, follow, markMore, shrink, wrapList } from './figures.js';
import { captureOf, frameOf } from './packet-data.js';
import { isPrintedByStep, leaves, page } from './page.js';
import { isStepped } from './rows.js';
import { facts } from './side-panel.js';

// The row that reveal.js has reached: the last one shown, or the first, which needs no step.
function currentIndex(rows) {
	let index = 0;
	rows.forEach((row, i) => {
		if (row.classList.contains('visible'))
			index = i;
	});
	return index;
}

function showRow(block, rows, index) {
	rows.forEach((row, i) => {
		row.classList.toggle('before', i < index);
		row.classList.toggle('now', i === index);
		row.classList.toggle('later', i > index);
		row.setAttribute('tabindex', i === index ? '0' : '-1');
		if (i === index)
			row.setAttribute('aria-current', 'step');
		else
			row.removeAttribute('aria-current');
	});
	// The focus goes with the steps: Enter must open what everybody looks at.
	if (rows.includes(document.activeElement) && document.activeElement !== rows[index])
		rows[index].focus({ preventScroll: true });
	const number = rows[index].dataset.frame;
	const band = block.querySelector('.band');
	if (band)
		band.style.transform = `translate(0, ${Number(rows[index].dataset.y)}px)`;
	for (const remark of block.querySelectorAll('.remark'))
		remark.classList.toggle('now', remark.dataset.frame === number);
	const last = Number(rows[index].dataset.last || number);
	for (const line of block.querySelectorAll('.packet-list tr[data-frame]'))
		line.classList.toggle('now', Number(line.dataset.frame) >= Number(number) && Number(line.dataset.frame) <= last);
	const panel = block.querySelector('.facts');
	if (panel)
		panel.replaceChildren(...(rows[index].dataset.last ? [] : facts(frameOf(block, number))));
	follow(block, rows[index]);
}

function footer(section, block, rows, index) {
	const where = section.querySelector('.slide-footer .where');
	if (!where || !block)
		return;
	const both = block.closest('.compare');
	if (both) {
		const files = [...both.querySelectorAll('.packets')].map((one) => captureOf(one)).filter(Boolean).map((one) => one.file);
		where.textContent = [...new Set(files)].join(' · ');
		return;
	}
	const capture = captureOf(block);
	const words = capture ? [capture.file] : [];
	const frame = rows.length ? frameOf(block, rows[index].dataset.frame) : frameOf(block, block.dataset.frame);
	// Without steps the footer speaks of all rows: of one connection, or of none.
	const isCommon = isStepped(block) ||
		rows.every((row) => frame && frameOf(block, row.dataset.frame).stream === frame.stream);
	if (frame && frame.stream !== undefined && isCommon)
		words.push('tcp.stream ' + frame.stream);
	if (rows.length && isStepped(block))
		words.push(`${index + 1} / ${rows.length}`);
	where.textContent = words.join(' · ');
}

export function refresh(section) {
	if (!section)
		return;
	const blocks = [...section.querySelectorAll('.packets')];
	// With several diagrams the footer speaks of the one that the steps have reached.
	let last = blocks[0];
	for (const block of blocks) {
		shrink(block);
		if (block.matches('.packets-list'))
			wrapList(block);
		const rows = [...block.querySelectorAll('.row')];
		const steps = isStepped(block) && rows.length > 0 && (isPrintedByStep || !page.classList.contains('print-pdf'));
		block.classList.toggle('stepped', steps);
		if (!steps)
			continue;
		showRow(block, rows, currentIndex(rows));
		if (rows.some((row) => row.classList.contains('visible')))
			last = block;
	}
	[section, ...section.querySelectorAll(HOLDERS)].forEach((one) => one.matches(HOLDERS) && markMore(one));
	if (last) {
		const rows = [...last.querySelectorAll('.row')];
		footer(section, last, rows, currentIndex(rows));
	}
}

export const refreshAll = () => {
	fitPictures();
	leaves().forEach(refresh);
};

// The diagram whose packet Enter and Down open.
export function currentBlock() {
	const section = Reveal.getCurrentSlide();
	const blocks = section ? [...section.querySelectorAll('.packets-sequence')].filter(isStepped) : [];
	let found = blocks[0];
	for (const block of blocks) {
		if (block.querySelector('.row.visible'))
			found = block;
	}
	return found;
}

export function stepTo(row) {
	const section = row.closest('section');
	const block = row.closest('.packets');
	const rows = [...block.querySelectorAll('.row')];
	const index = row.classList.contains('fragment')
		? Number(row.getAttribute('data-fragment-index'))
		: (rows[1] ? Number(rows[1].getAttribute('data-fragment-index')) : 0) - 1;
	const place = Reveal.getIndices(section);
	Reveal.slide(place.h, place.v, index);
	refresh(section);
}
