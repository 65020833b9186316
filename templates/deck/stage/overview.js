// A grid of all slides as small copies, with a search, which shows what it finds in titles before what it finds in text. A
// copy is made when it comes into view.
import { element, setAttributes } from '../base/elements.js';
import { goToSlide, hasWords, wordsOf } from './jump-target.js';
import { leaves, say } from '../base/page.js';
import { slideName } from '../base/slide-name.js';
import { openSheet } from './sheet.js';
import { toldCopyOf } from './told.js';

const WIDE = { cell: 236, gap: 20 }, NARROW = { cell: 100, gap: 12 }; // `cell` is the least width of a cell

let open = null; // { sheet, grid, input, output, observer, cells, shown, selected, columns }; `shown` are the cells in their order

// A copy repeats nothing: it has no ids, nothing that takes the focus, and no sound. It answers no question before the stage.
function copyOf(slide) {
	const copy = toldCopyOf(slide);
	for (const node of [copy, ...copy.querySelectorAll('[id], [tabindex], aside.notes, video, audio, iframe')]) {
		if (node.matches('aside.notes, video, audio, iframe'))
			node.remove();
		node.removeAttribute('id');
		node.removeAttribute('tabindex');
	}
	for (const name of ['hidden', 'inert', 'aria-hidden', 'style'])
		copy.removeAttribute(name);
	copy.classList.remove('past', 'future');
	copy.classList.add('present');
	return copy;
}

function fill(cell) {
	const small = cell.node.querySelector('.small');
	if (!small.firstChild)
		small.append(element('div', 'reveal', element('div', 'slides', copyOf(cell.slide))));
}

function select(cell) {
	open.selected?.node.setAttribute('aria-selected', 'false');
	open.selected = cell ?? null;
	open.input.setAttribute('aria-activedescendant', cell ? cell.node.id : '');
	cell?.node.setAttribute('aria-selected', 'true');
	cell?.node.scrollIntoView({ block: 'nearest' });
}

function measure() {
	const { width, height } = Reveal.getConfig();
	const style = getComputedStyle(open.grid), least = innerWidth <= 600 ? NARROW : WIDE;
	const space = open.grid.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
	open.columns = Math.max(2, Math.floor((space + least.gap) / (least.cell + least.gap)));
	const cell = Math.floor((space - least.gap * (open.columns - 1)) / open.columns);
	for (const [name, value] of [['gap', `${least.gap}px`], ['columns', open.columns], ['cell', `${cell}px`], ['scale', cell / width], ['wide', `${width}px`], ['high', `${height}px`], ['cell-high', `${Math.round(cell * height / width)}px`]])
		open.grid.style.setProperty(`--${name}`, value);
}

// The place of what was found: the slide of this number, titles, texts.
const rankOf = (cell, words) => (String(cell.number) === words ? 0 : hasWords(cell.name, words) ? 1 : 2);

function filter() {
	const words = open.input.value.trim();
	const some = open.cells.filter((cell) => hasWords(cell.words, words) || rankOf(cell, words) < 2);
	if (words)
		some.sort((one, other) => rankOf(one, words) - rankOf(other, words) || one.number - other.number);
	for (const cell of open.cells)
		cell.node.hidden = !some.includes(cell);
	const order = [...some, ...open.cells.filter((cell) => cell.node.hidden)].map((cell) => cell.node);
	if (order.some((node, index) => open.grid.children[index] !== node))
		open.grid.replaceChildren(...order);
	open.shown = some;
	open.output.textContent = some.length ? `${some.length} / ${open.cells.length}` : say('찾은 슬라이드 없음', 'no slide says this');
	select(!words && open.selected ? open.selected : some[0]);
}

// The distance that a key moves from the selected slide, among the slides that are shown.
function wayOf(key, index, count) {
	const way = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -open.columns, ArrowDown: open.columns,
		PageUp: -3 * open.columns, PageDown: 3 * open.columns, Home: -count, End: count }[key];
	if (way === undefined)
		return null;
	const next = index + way;
	if (Math.abs(way) === open.columns && (next < 0 || next >= count))
		return way > 0 && Math.floor(index / open.columns) < Math.floor((count - 1) / open.columns) ? count - 1 : index;
	return Math.max(0, Math.min(count - 1, next));
}

function choose(cell) {
	if (!cell)
		return;
	open.sheet.close();
	if (cell.slide !== Reveal.getCurrentSlide()) // one comes back to its step
		goToSlide(cell.slide);
}

function onKey(event) {
	if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
		return;
	const some = open.shown;
	const next = wayOf(event.key, Math.max(0, some.indexOf(open.selected)), some.length);
	if (event.key === 'Escape') // otherwise Escape would only empty the search field
		open.sheet.close();
	else if (event.key === 'Enter')
		choose(open.selected);
	else if (next !== null && some.length)
		select(some[next]);
	else
		return;
	event.preventDefault();
}

function makeCell(slide, index) {
	const small = element('div', 'small');
	setAttributes(small, { inert: '', 'aria-hidden': 'true' });
	const node = element('div', 'tile', small, element('span', 'label', element('b', '', String(index + 1)), ' ', slideName(slide)));
	setAttributes(node, { role: 'option', id: `overview-${index + 1}`, 'aria-selected': 'false' });
	const cell = { node, slide, number: index + 1, name: slideName(slide).normalize('NFC').toLowerCase(), words: wordsOf(slide) };
	node.addEventListener('click', () => choose(cell));
	return cell;
}

// Makes the cells of all slides, and selects that of `slide`.
function makeCells(slide) {
	open.cells = leaves().filter((section) => !section.matches('.ahead')).map(makeCell); // room/follow.js
	open.selected = null;
	open.observer.disconnect();
	open.grid.replaceChildren();
	filter();
	measure();
	open.cells.forEach((cell) => open.observer.observe(cell.node));
	const cell = open.cells.find((one) => one.slide === slide);
	if (cell && !cell.node.hidden)
		select(cell);
}

// Shows other slides, if it is open; the search stays.
export const redrawOverview = () => open && makeCells(open.selected?.slide);

export function openOverview() {
	const grid = element('div', 'grid');
	setAttributes(grid, { role: 'listbox', id: 'overview-grid', 'aria-label': say('슬라이드', 'slides'), tabindex: '-1' });
	const input = setAttributes(element('input'), { type: 'search', placeholder: say('제목과 글에서 찾기', 'search titles and text'), role: 'combobox',
		'aria-label': say('슬라이드 찾기', 'search the slides'), 'aria-expanded': 'true', 'aria-controls': 'overview-grid', autocomplete: 'off', spellcheck: 'false' });
	const output = element('output');
	const close = element('button', 'close', element('kbd', '', 'Esc'), ' ', say('돌아가기', 'back'));
	close.type = 'button';
	const observer = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => fill(open.cells.find((cell) => cell.node === entry.target))), { rootMargin: '300px' });
	const resized = () => measure();
	const sheet = openSheet('overview-sheet', say('모든 슬라이드', 'all slides'), () => {
		observer.disconnect();
		removeEventListener('resize', resized);
		open = null;
	}, element('div', 'heading', input, output, close), grid);
	if (!sheet)
		return;
	open = { sheet, grid, input, output, observer, cells: [], shown: [], selected: null, columns: 1 };
	close.addEventListener('click', () => sheet.close());
	input.addEventListener('input', filter);
	sheet.addEventListener('keydown', onKey);
	addEventListener('resize', resized);
	makeCells(Reveal.getCurrentSlide());
	// A finger that wants to see all slides does not want a keyboard over them.
	(matchMedia('(pointer: coarse)').matches ? grid : input).focus();
}
