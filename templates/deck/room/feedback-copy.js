// From a file: what this listener noted, on all slides, and the lines of it for a chat.
import { element, setAttributes } from '../base/elements.js';
import { say } from '../base/page.js';
import { keptCount, keptLines, readKept, takeBack } from './feedback-kept.js';
import { pressable, tell } from './feedback-parts.js';

function noteLine(item, place) {
	const remove = pressable('remove', say('지우기', 'Remove'), () => {
		takeBack(item.id);
		drawKept(place);
	});
	remove.setAttribute('aria-label', say(`지우기: ${item.words}`, `Remove: ${item.words}`));
	return element('li', '', element('p', 'words', item.words), remove);
}

async function copy(lines) {
	lines.select();
	const isCopied = await navigator.clipboard?.writeText(lines.value).then(() => true, () => false) || document.execCommand('copy');
	tell(isCopied ? say('복사했습니다. 채팅방에 붙여 넣으십시오.', 'Copied: paste it into the chat.') : say('복사하지 못했습니다. 아래 글을 직접 복사하십시오.', 'It could not be copied: copy the lines below by hand.'), !isCopied);
}

export function drawKept(place) {
	if (!keptCount()) {
		place.replaceChildren();
		return;
	}
	const notes = readKept().items.map((item) => noteLine(item, place));
	const lines = setAttributes(element('textarea', 'lines'), { readonly: '', rows: 6 });
	lines.value = keptLines();
	place.replaceChildren(element('h3', '', say('저장한 의견', 'What you noted')), ...notes.length ? [element('ol', '', ...notes)] : [],
		element('label', '', say('채팅방에 붙여 넣으면 발표자가 가져갑니다. 이 파일은 아무것도 보내지 않습니다.', 'Paste this into the chat, where the speaker takes it from. This file sends nothing.'), lines),
		pressable('send', say('복사하기', 'Copy'), () => copy(lines)));
}
