// The room of a shared talk: what the server says of it, and what is sent to it. live-reload.js holds the one stream
// that a page has. Nothing here happens in a file, or when the talk is not shared.
import { page, say } from '../base/page.js';

const handlers = {}; // by kind of event

// The last thing that was said: { role, leads, led, ahead, page, ledLast }; null: this talk is not shared, as far as known.
// `ledLast`: before this was said, this window was the last that led.
export let room = null;
let wasLeading = false;

// 'room', 'age', 'show', 'spot', 'press', 'votes', 'live' with their data; 'lost' when the stream broke off, 'refused' when the link
// lets nobody in any more. The page connects again by itself.
export function onRoom(kind, handler) {
	(handlers[kind] = handlers[kind] || []).push(handler);
}

export const pageName = () => decodeURIComponent(location.pathname.slice(1));
// A page's name as a part of an address.
export const addressOf = (name) => name.split('/').map(encodeURIComponent).join('/');

// For whom the link no longer lets in.
export const refusedWords = () => say('이 링크로는 이제 들어올 수 없습니다. 발표자의 새 링크를 여십시오.', 'This link lets nobody in any more: open the speaker\u2019s new one.');

let windowName = ''; // as live-reload.js made it

export function post(path, body = '') {
	return fetch(`/room/${path}?window=${windowName}`, { method: 'POST', body, keepalive: true });
}

// The same, for what the arguments name.
export function postFor(path, query, body) {
	return fetch(`/room/${path}?window=${windowName}&${query}`, { method: 'POST', body, keepalive: true });
}

// Sends one after the other: on a slow network, what is sent later would overtake what was sent before. Null: it was not sent.
export function inTurn() {
	let last = Promise.resolve();
	return (...request) => (last = last.then(() => postFor(...request).catch(() => null)));
}

// Sends the newest text only: while one is on its way, others wait, and of those only the last is sent.
export function newestOf(path) {
	let isBusy = false, waiting = null;
	return async function say(text) {
		waiting = text;
		while (!isBusy && waiting !== null) {
			isBusy = true;
			const now = waiting;
			waiting = null;
			await post(path, now).catch(() => {}); // what comes next says it all again
			isBusy = false;
		}
	};
}

addEventListener('pcapdeck-room', ({ detail: { kind, data, windowName: name } }) => {
	if (kind === 'room') {
		room = { ...data, ledLast: wasLeading };
		wasLeading = data.leads || (wasLeading && !data.led);
		windowName = name;
		page.classList.add('shared');
	}
	for (const handler of handlers[kind] || [])
		handler(kind === 'room' ? room : data);
});
