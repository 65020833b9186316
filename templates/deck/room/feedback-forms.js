// The forms of the sheet for feedback. What could not be kept stays in its form, also when the sheet is closed meanwhile.
import { element, setAttributes } from '../base/elements.js';
import { say } from '../base/page.js';
import { opened } from '../packet/packet-detail.js';
import { isServed } from '../speaker/windows.js';
import { drawBelow } from './feedback-below.js';
import { isKept } from './feedback-kept.js';
import { packetOf, stepOf } from './feedback-place.js';
import { pressable, tell } from './feedback-parts.js';
import { read, said, send } from './feedback-said.js';

const MARKS = [[1, say('이해됐어요', 'Clear')], [2, say('놓쳤어요', 'Lost me')], [3, say('너무 빨라요', 'Too fast')]];
const PROMPTS = [['learned', say('배운 것', 'What I learned')], ['lost', say('따라가지 못한 곳', 'Where I got lost')], ['try', say('다음에 해 볼 것 하나', 'One thing to try next time')]];
const WORDS_MAX = 1000, NAME_MAX = 30; // as src/feedback/item.h allows, for letters of three bytes
const NAME = 'pcapdeck-name';

const drafts = new Map(); // what was written and not sent, by form

function thank() {
	if (isServed)
		tell(say('받았습니다. 고맙습니다.', 'Received. Thank you.'), false);
	else if (isKept)
		tell(say('저장했습니다. 아래에서 복사해 보내십시오.', 'Noted. Copy it below, and send it.'), false);
	else
		tell(say('이 브라우저는 글을 보관하지 않습니다. 창을 닫기 전에 복사하십시오.', 'This browser keeps nothing: copy it before you close the window.'), true);
}

export function drawMarks(place, section) {
	const own = said.slides.find((one) => one.id === section.id)?.own ?? 0;
	place.replaceChildren(...MARKS.map(([mark, words]) => {
		const isOwn = own === mark;
		return setAttributes(pressable('mark', words, async () => {
			const problem = await send(section.id, { mark: isOwn ? 0 : mark, step: stepOf(), ...packetOf(section) });
			await read();
			drawMarks(place, section);
			drawBelow(section);
			place.children[mark - 1].focus();
			if (problem)
				tell(problem, true);
			else if (isOwn)
				tell('', false);
			else
				thank();
		}), { 'aria-pressed': String(isOwn) });
	}));
}

function area(name, label, key) {
	const node = setAttributes(element('textarea', ''), { name, maxlength: WORDS_MAX });
	node.value = drafts.get(key + name) ?? '';
	node.addEventListener('input', () => drafts.set(key + name, node.value));
	return element('label', '', label, node);
}

function nameField() {
	const node = setAttributes(element('input', ''), { name: 'name', maxlength: NAME_MAX, autocomplete: 'nickname' });
	let kept = '';
	try {
		kept = localStorage.getItem(NAME) ?? '';
	} catch { /* a browser that keeps nothing */ }
	node.value = kept || said.name;
	return element('label', '', say('이름 (쓰지 않아도 됩니다)', 'Your name, if you like'), node);
}

function keepName(name) {
	try {
		localStorage.setItem(NAME, name);
	} catch { /* it is asked for again */ }
}

// A form of `areas`, each [name, label]; `extra` adds fields when it is sent.
function wordsForm(section, key, areas, extra = () => ({}), ...more) {
	const submit = element('button', 'send', isServed ? say('보내기', 'Send') : say('저장하기', 'Note it'));
	let isBusy = false;
	const form = element('form', '', ...areas.map(([name, label]) => area(name, label, key)), ...more, nameField(), submit);
	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		const fields = Object.fromEntries(new FormData(form));
		if (isBusy || !areas.some(([name]) => fields[name].trim()))
			return;
		// A button that is disabled loses the focus, and Escape would be the stage's.
		isBusy = true;
		const problem = await send(section.id, { ...fields, ...extra() });
		isBusy = false;
		if (problem) {
			tell(problem, true);
			return;
		}
		keepName(fields.name);
		for (const [name] of areas) {
			drafts.delete(key + name);
			form.elements[name].value = '';
		}
		thank();
		if (await read())
			drawBelow(section);
	});
	return form;
}

export function questionForm(section) {
	const packet = packetOf(section);
	const box = packet && setAttributes(element('input', ''), { type: 'checkbox' });
	if (box)
		box.checked = Boolean(opened);
	const about = box && element('label', 'about', box, say(` 패킷 #${packet.frame}에 대해`, ` About packet #${packet.frame}`));
	return wordsForm(section, section.id, [['words', say('이 슬라이드에 대한 질문이나 의견', 'A question or remark on this slide')]],
		() => ({ step: stepOf(), ...box?.checked ? packet : {} }), about);
}

// The three prompts at the end of a talk.
export const endForm = (section) => element('div', 'end', element('h3', '', say('발표를 듣고 나서', 'After the talk')), wordsForm(section, '', PROMPTS));
