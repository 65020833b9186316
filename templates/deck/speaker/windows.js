// The windows of one talk: the stage, the speaker's window that it opens, and the two slides in the speaker's
// window, which are this same file in frames. They communicate only by messages, since a browser gives each file
// on a disk its own origin. The speaker's window forwards messages between the stage and its frames.
//
//   send('pointer', { x, y })           to all the other windows
//   on('pointer', ({ x, y }, from) => …)  from any of them; `from` is its role
const asked = /[?&]speaker(?:=(now|next))?(?=&|$)/.exec(location.search);
const isFrame = parent !== window;
export const isServed = location.protocol.startsWith('http');
const isClicker = isServed && /[?&]clicker(?=&|$)/.test(location.search);

// 'stage', 'speaker', or the frames 'now' (what the stage shows, to be clicked) and 'next'; 'clicker' on a phone.
export const role = isClicker ? 'clicker' : !asked || Boolean(asked[1]) !== isFrame ? 'stage' : asked[1] || 'speaker';
export const isStage = role === 'stage';

const handlers = {}; // by kind of message
const speakers = new Set(); // the speaker's windows, as the stage knows them
const frames = new Set(); // the frames of the speaker's window

const stageOf = () => (opener && !opener.closed ? opener : null);

function neighbors() {
	if (isStage) {
		for (const one of speakers) {
			if (one.closed)
				speakers.delete(one);
		}
		return [...speakers];
	}
	if (isClicker)
		return [];
	return role === 'speaker' ? [stageOf(), ...frames].filter(Boolean) : [parent];
}

// `delegate`: a right that a key press gives, passed on with the message where the browser supports that.
function post(target, message, delegate) {
	if (isServed)
		target.postMessage(message, { targetOrigin: origin, delegate });
	else
		target.postMessage(message, '*');
}

export function send(kind, data, delegate) {
	for (const target of neighbors())
		post(target, { pcapdeck: location.pathname, kind, data, from: role }, target === opener ? delegate : undefined);
}

// Whether another window hears what is sent.
export const isHeard = () => neighbors().length > 0;

export function on(kind, handler) {
	(handlers[kind] = handlers[kind] || []).push(handler);
}

// Adds a frame of the speaker's window that is in the page. Its window object survives reloads.
export function addFrame(frame) {
	frames.add(frame.contentWindow);
}

// The speaker's window that is still open, or null.
export const speakerWindow = () => neighbors().pop() || null;

export const isStageThere = () => stageOf() !== null;

function isFromOurs(event) {
	if (!event.source || event.source === window || event.origin !== origin)
		return false;
	return isStage || neighbors().includes(event.source);
}

function receive(event) {
	const message = event.data;
	if (!message || message.pcapdeck !== location.pathname || !isFromOurs(event))
		return;
	if (isStage)
		speakers.add(event.source);
	if (role === 'speaker') {
		for (const target of neighbors()) {
			// Frames send nothing to each other.
			if (target !== event.source && (target === opener || event.source === opener))
				post(target, message);
		}
	}
	for (const handler of handlers[message.kind] || [])
		handler(message.data, message.from);
}

addEventListener('message', receive);
