// The search of a site over the packets of all talks. Its data is a script, since a page from disk may not fetch a file;
// it is loaded when somebody begins to search.
import { parseQuery } from './query.js';
import { readTalk, searchTalks } from './talks.js';

const DATA = 'search-data.js';
const SHOWN_MAX = 200; // packets

const isKorean = document.documentElement.lang === 'ko';
const say = (korean, english) => (isKorean ? korean : english);

function element(name, className, ...children) {
	const node = document.createElement(name);
	if (className)
		node.className = className;
	node.append(...children);
	return node;
}

const main = document.querySelector('main');
const input = element('input');
input.type = 'search';
input.id = 'search-words';
input.autocomplete = 'off';
input.spellcheck = false;
const label = element('label', '', say('모든 발표의 패킷에서 찾기', 'Search the packets of all talks'));
label.htmlFor = input.id;
const hint = element('p', 'hint', say('예: ', 'Examples: '));
const box = element('form', 'search', label, input, hint);
box.setAttribute('role', 'search');
const summary = element('p', 'summary');
summary.setAttribute('role', 'status');
const list = element('div', 'found');
const results = element('section', 'results', summary, list);
results.hidden = true;
results.setAttribute('aria-label', say('찾은 패킷', 'Packets found'));

for (const example of ['rst', 'proto:dns', 'port:8080', '"GET /"', say('재전송', 'retransmission')]) {
	const button = element('button', '', example);
	button.type = 'button';
	button.addEventListener('click', () => {
		input.value = example;
		input.focus();
		search();
		keepAddress();
	});
	hint.append(button, ' ');
}

let talks = null; // null: not loaded yet
let isLoading = false;

window.pcapdeckTalks = (read) => {
	talks = read.map(readTalk);
};

function load() {
	if (talks || isLoading)
		return;
	isLoading = true;
	const script = element('script');
	script.src = DATA;
	script.addEventListener('load', search);
	script.addEventListener('error', () => {
		isLoading = false;
		script.remove();
		summary.textContent = say(`이 페이지 옆에 ${DATA}가 없어서 찾을 수 없다`, `There is nothing to search: ${DATA} is not beside this page`);
	});
	document.head.append(script);
}

function link(className, href, ...children) {
	const node = element('a', className, ...children);
	node.href = href;
	return node;
}

function packetItem({ frame, time, protocol, info, kind, fields, slide, capture, href }) {
	const isolated = [slide, capture].map((name) => element('bdi', '', name)); // a name in Arabic or Hebrew moves nothing beside it
	const where = element('p', 'byline', kind, kind && ' · ', ...slide ? [isolated[0], ' · '] : [], isolated[1], ` · ${time} s`, ...fields.map((field) => ` · ${field}`));
	return element('li', '', link('packet', href, element('span', 'frame', `#${frame}`), ' ', element('span', 'protocol', protocol), ' ', info), where);
}

function draw(found) {
	const count = found.reduce((sum, { packets }) => sum + packets.length, 0), groups = [];
	let room = SHOWN_MAX;
	for (const { title, href, packets } of found) {
		const shown = packets.slice(0, room);
		room -= shown.length;
		if (shown.length || !packets.length)
			groups.push(element('h2', '', link('', href, title)), element('ul', '', ...shown.map(packetItem)));
	}
	list.replaceChildren(...groups);
	const words = say(`발표 ${found.length}개에서 패킷 ${count}개`, `${count} ${count === 1 ? 'packet' : 'packets'} in ${found.length} ${found.length === 1 ? 'talk' : 'talks'}`);
	summary.textContent = found.length ? words + (count > SHOWN_MAX ? say(`, 처음 ${SHOWN_MAX}개만 보인다`, `, the first ${SHOWN_MAX} are shown`) : '') : say('찾은 패킷이 없다', 'No packet was found');
}

function search() {
	const terms = parseQuery(input.value);
	results.hidden = !terms.length;
	main.classList.toggle('searching', terms.length > 0);
	if (!terms.length)
		return;
	if (talks)
		draw(searchTalks(talks, terms));
	else
		load();
}

// The address of the search, to send it to somebody, or to come back to it from a deck.
let whenTyped = 0;

function keepAddress() {
	clearTimeout(whenTyped);
	try {
		history.replaceState(null, '', parseQuery(input.value).length ? '#q=' + encodeURIComponent(input.value) : location.pathname);
	} catch {
		// Safari refuses more than 100 in 30 seconds: the address stays that of earlier words.
	}
}

function onTyped() {
	search();
	clearTimeout(whenTyped);
	whenTyped = setTimeout(keepAddress, 500);
}

box.addEventListener('submit', (event) => event.preventDefault());
input.addEventListener('focus', load);
input.addEventListener('input', onTyped);
input.addEventListener('change', keepAddress); // before a result is followed
main.querySelector('h1').after(box, results);

function followAddress() {
	const asked = /^#q=(.*)$/.exec(location.hash);
	if (!asked)
		return;
	try {
		input.value = decodeURIComponent(asked[1]);
	} catch {
		return; // no text in UTF-8
	}
	search();
}
addEventListener('hashchange', followAddress);
followAddress();
