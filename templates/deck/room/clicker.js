// A phone as the speaker's clicker: two large buttons, what comes next in words, the notes, the time. This same file
// without a stage; the window that leads the room obeys it.
import { onChange, onNewSlides } from '../base/changes.js';
import { element, setAttributes } from '../base/elements.js';
import { leaves, page, say, sectionOf } from '../base/page.js';
import { slideName } from '../base/slide-name.js';
import { fillNext, nextWords } from '../speaker/speaker-next.js';
import { markStep, noNotes, putNotes } from '../speaker/speaker-notes.js';
import { timeBar } from '../speaker/speaker-time.js';
import { elapsedOf } from '../speaker/talk-clock.js';
import { onRoom, pageName, post, refusedWords } from './connection.js';
import { qrCode } from './invitation.js';
import { showCounts } from './vote-counts.js';
import { countWords, startVotes } from './votes.js';

const MARKS = { behind: [60], warned: [200, 100, 200], over: [500, 150, 500] }; // vibrations, in ms

const noWindow = say('발표를 여는 창이 없습니다. 발표자 링크로 발표를 여십시오.', 'No window shows the talk: open it with the speaker\u2019s link.');
const parts = {}; // elements of the page, by name
let shownSection = null, told = null, age = 0; // of the state that comes next, in ms

function button(className, words, pressed) {
	const node = element('button', className, words);
	node.type = 'button';
	node.addEventListener('click', pressed);
	return node;
}

const press = (key, keyCode, code = key) => ask({ key, code, keyCode, shiftKey: false });

// Asks the window that leads for a key, or for another time on its clock.
async function ask(wish) {
	const answer = await post('press', JSON.stringify(wish)).catch(() => null);
	tell(answer?.ok ? '' : answer?.status === 409 ? noWindow : answer?.status === 403
		? say('발표를 넘겼습니다. 이 휴대전화로는 더 조작할 수 없습니다.', 'The talk was handed over: this phone no longer moves it.')
		: say('서버가 응답하지 않습니다.', 'The server does not answer.'));
}

function tell(words) {
	if (parts.alert.textContent !== words)
		parts.alert.textContent = words;
}

function follow(state) {
	told = state;
	const section = state && sectionOf(state);
	if (!section)
		return;
	const sections = leaves(), index = sections.indexOf(section);
	if (section !== shownSection && !putNotes(parts.notes, section))
		parts.notes.replaceChildren(noNotes(say('이 슬라이드에는 노트가 없습니다.', 'This slide has no notes.')));
	shownSection = section;
	markStep(parts.notes, section, state.f);
	parts.where.textContent = `${index + 1} / ${sections.length} · ${slideName(section)}`;
	fillNext(parts.next, nextWords(section, sections[index + 1], state.f));
	parts.showVotes(countWords(section));
	const { clock } = state, now = Date.now();
	parts.time.showClock(clock && { spent: clock.spent + (clock.runs ? age : 0), since: clock.runs ? now : 0, at: now });
	parts.time.follow(state, index);
	parts.black.setAttribute('aria-pressed', String(state.isPaused));
	tell('');
}

// The time bar says when it comes to a mark; the phone is felt then, where browsers allow that.
function feelMarks() {
	let before = '';
	new MutationObserver(() => {
		const { state } = parts.time.node.dataset;
		if (state !== before && MARKS[state])
			navigator.vibrate?.(MARKS[state]);
		before = state;
	}).observe(parts.time.node, { attributes: true, attributeFilter: ['data-state'] });
}

// Browsers keep a screen on only for pages that came by HTTPS, and let it go while the page is hidden.
async function stayAwake() {
	if (document.visibilityState === 'visible')
		await navigator.wakeLock?.request('screen').catch(() => {});
}

// A link ends the one before, so a second press on the way asks for none.
let isAsking = false;
async function handOver() {
	if (isAsking)
		return;
	isAsking = true;
	const answer = await post('hand-over').catch(() => null);
	isAsking = false;
	if (!answer?.ok)
		return;
	const dialog = element('dialog', 'hand-over', element('h2', '', say('다음 발표자에게', 'For the next speaker')),
		element('p', '', say('다음 발표자가 이 링크로 발표를 열고 ‘여기서 발표하기’를 누르면 넘어갑니다. 이전에 넘긴 링크는 이제 열리지 않습니다.',
			'The next speaker opens a talk with this link and presses “Present from here”. A link that was given before opens nothing now.')),
		...qrCode(await answer.json()), button('', say('닫기', 'Close'), () => dialog.close()));
	dialog.addEventListener('close', () => dialog.remove());
	document.body.append(dialog);
	dialog.showModal();
}

export function startClicker() {
	page.classList.remove('opening');
	page.classList.add('clicker-view');
	document.title = say(`리모컨: ${document.title}`, `Clicker: ${document.title}`);
	parts.time = timeBar((clock) => ask({ clock: { spent: Math.round(1000 * elapsedOf(clock, Date.now())), runs: Boolean(clock.since) } }), false);
	parts.where = element('h1', 'where');
	parts.next = element('div', 'next-words');
	parts.notes = setAttributes(element('div', 'notes-text'), { tabindex: 0, role: 'region', 'aria-label': say('노트', 'notes') });
	parts.alert = setAttributes(element('p', 'alert'), { role: 'alert' });
	parts.black = button('black', say('화면 가리기', 'Black screen'), () => press('b', 66, 'KeyB'));
	const keys = element('div', 'moves', button('back', say('◀ 이전', '◀ Back'), () => press('PageUp', 33)), button('forth', say('다음 ▶', 'Next ▶'), () => press('PageDown', 34)));
	const rare = element('div', 'rare', parts.black, button('give', say('발표 넘기기', 'Hand over'), handOver));
	document.body.append(element('main', 'clicker-page', parts.time.node, parts.where, parts.notes, parts.next, parts.alert, rare, keys));
	parts.showVotes = showCounts(parts.where);
	startVotes();
	onRoom('votes', () => parts.showVotes(countWords(shownSection)));
	feelMarks();
	onRoom('room', (news) => {
		if (news.page && news.page !== pageName())
			location.replace('/clicker');
		else if (!news.led)
			tell(noWindow);
		else
			tell('');
	});
	onRoom('age', (ms) => { age = ms; });
	onRoom('show', follow);
	onNewSlides(() => {
		parts.time.renew();
		shownSection = null;
		follow(told);
	});
	onChange(() => shownSection?.querySelector('aside.notes') && putNotes(parts.notes, shownSection)); // a slide has got other contents
	onRoom('lost', () => tell(say('연결이 끊겼습니다. 다시 연결하는 중입니다.', 'The connection is lost; it is being made again.')));
	onRoom('refused', () => tell(refusedWords()));
	document.addEventListener('visibilitychange', stayAwake);
	stayAwake();
}
