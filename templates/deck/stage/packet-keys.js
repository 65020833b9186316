// The keys and clicks that open a packet and leave it.
import { closePacket, opened, openFolded, openRow } from '../packet/packet-detail.js';
import { page } from '../base/page.js';
import { isStepped } from '../packet/rows.js';
import { currentBlock, stepTo } from '../picture/stepping.js';

const CLOSING = ['Escape', 'ArrowUp', 'Backspace', 'PageUp', 'ArrowLeft', 'p', 'P', 'k', 'h'];
const ADVANCING = ['PageDown', 'ArrowRight', 'n', 'N', ' ', 'l'];
const PASSING = ['f', 'F', 'F5', 'F11', 'F12', 'Tab', 'Shift', 'Control', 'Alt', 'Meta'];

// Up and Down move through the list of a fold; Up in the first line leaves it.
function onFoldKey(event) {
	const lines = [...opened.dialog.querySelectorAll('tr[data-frame]')];
	const index = lines.indexOf(document.activeElement);
	const next = event.key === 'ArrowDown' ? lines[index + 1] : event.key === 'ArrowUp' ? lines[index - 1] : null;
	if (event.key === 'Enter' && index >= 0)
		openFolded(lines[index]);
	else if (next)
		next.focus();
	else
		return event.key === 'ArrowDown';
	return true;
}

function onDetailKey(event) {
	if (event.ctrlKey || event.metaKey || event.altKey)
		return;
	const onButton = event.target.closest && event.target.closest('button');
	if (PASSING.includes(event.key) || ((event.key === 'Enter' || event.key === ' ') && onButton)) {
		if (event.key === ' ' || event.key === 'Enter')
			event.stopImmediatePropagation();
		return;
	}
	event.stopImmediatePropagation();
	event.preventDefault();
	if (opened.isFold && onFoldKey(event))
		return;
	if (CLOSING.includes(event.key)) {
		closePacket();
	} else if (ADVANCING.includes(event.key)) {
		closePacket();
		Reveal.next();
	}
}

export function onKey(event) {
	if (opened) {
		onDetailKey(event);
		return;
	}
	if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented)
		return;
	if (event.key !== 'Enter' && event.key !== 'ArrowDown' && event.key !== 'j' && event.key !== ' ')
		return;
	const target = event.target;
	if (!Reveal.isReady() || page.classList.contains('print-pdf'))
		return;
	if (target.closest && target.closest('a, button, input, textarea, select, summary, [contenteditable]'))
		return;
	const row = target.closest && target.closest('.row[data-frame], .packet-list tr[data-frame]');
	const block = row ? row.closest('.packets') : currentBlock();
	if (!block || (event.key === ' ' && !row) || (event.key === ' ' && isStepped(block)))
		return;
	const now = row || block.querySelector('.row.now');
	if (now?.dataset.frame && openRow(block, now)) {
		event.preventDefault();
		event.stopImmediatePropagation();
	}
}

export function onClick(event) {
	const row = event.target.closest && event.target.closest('.row[data-frame], .row[data-call], .packet-list tr[data-frame]');
	if (!row || opened || page.classList.contains('print-pdf') || !getSelection().isCollapsed)
		return;
	const block = row.closest('.packets');
	if (isStepped(block) && row.matches('.row') && !row.classList.contains('now'))
		stepTo(row);
	else if (row.dataset.frame)
		openRow(block, row);
}
