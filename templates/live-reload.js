// Only in pages of `pcapdeck serve`: the page follows its sources. The server says, on an event stream, which
// version of this page it has and what is wrong with the sources, if anything. Of a new version a deck takes the slides
// that changed (deck/room/new-slides.js). A page that cannot, since its scripts or styles are others or since it is no
// deck, is reloaded at the same slide and step. A mistake in the notes is shown over the slides instead, so that a talk
// under way does not vanish, and goes away when the mistake does. A page that was loaded with mistakes on it lists them.
(function () {
	'use strict';

	if (!location.protocol.startsWith('http')) return; // saved to disk from a served page
	// In the language that the server's terminal speaks, as the mistake itself.
	const languages = {
		ko: {
			title: '이 발표를 다시 만들지 못했습니다. 고쳐서 저장하면 이 알림은 사라집니다.',
			partly: '슬라이드에 만들지 못한 부분이 있습니다. 고쳐서 저장하면 이 알림은 사라집니다.',
			close: '닫기',
		},
		en: {
			title: 'This talk could not be rebuilt. Save a correction and this message goes away.',
			partly: 'Something on the slides could not be made. Save a correction and this message goes away.',
			close: 'Close',
		},
	};
	let lang = 'en';
	const channel = new BroadcastChannel('pcapdeck-live-reload');

	function loadedVersion() {
		const [navigation] = performance.getEntriesByType('navigation');
		const timing = navigation && navigation.serverTiming;
		const version = timing && timing.find((entry) => entry.name === 'version');
		return version ? version.description : null;
	}

	let version = loadedVersion();

	// Asks the deck for the slides of the newest version. Returns the version that it shows then; null: it has to be loaded;
	// '': the server does not answer.
	async function takeSlides() {
		const asked = new CustomEvent('pcapdeck-version', { detail: { taken: null } });
		dispatchEvent(asked);
		return asked.detail.taken && asked.detail.taken.catch((error) => { window.reportError(error); return null; });
	}

	const AGAIN_MS = 3000;

	// Again for what came in the meantime, and when the server did not answer.
	let isUpdating = false, wanted = null;
	async function update(newest, whenShown) {
		wanted = newest;
		if (isUpdating) return;
		isUpdating = true;
		while (wanted !== null && wanted !== version) {
			const asked = wanted, shown = await takeSlides();
			if (shown === '') {
				await new Promise((done) => { setTimeout(done, AGAIN_MS); });
				continue;
			}
			if (shown === null) {
				reload(asked);
				break;
			}
			version = shown;
			if (wanted === asked) wanted = shown;
			whenShown(shown);
		}
		isUpdating = false;
	}

	// The speaker view holds this page twice in frames: those listen to the main window, since a browser opens
	// only six connections to one server.
	if (window.top !== window) {
		channel.onmessage = ({ data }) => {
			if (data.page === location.pathname && data.version !== version) update(data.version, () => {});
		};
		return;
	}

	let isProblemPage = false;
	let overlay = null;
	let events = null;

	function hideProblem() {
		if (overlay) overlay.remove();
		overlay = null;
	}

	function element(name, style, text) {
		const node = document.createElement(name);
		Object.assign(node.style, style);
		node.textContent = text;
		return node;
	}

	function showProblem(title, message) {
		hideProblem();
		overlay = element('div', {
			position: 'fixed', inset: 'auto 0 0 0', zIndex: 1000, maxHeight: '60vh', overflow: 'auto',
			padding: '1.2rem 1.6rem', background: '#fff4f2', color: '#1c2230', borderTop: '6px solid #a40000',
			font: '600 1.1rem/1.5 system-ui, sans-serif', textAlign: 'left', boxSizing: 'border-box',
		}, '');
		overlay.id = 'live-reload-problem';
		overlay.lang = lang;
		overlay.setAttribute('role', 'alert');
		const close = element('button', { float: 'right', font: 'inherit', padding: '.2rem .8rem' }, languages[lang].close);
		close.type = 'button';
		close.addEventListener('click', hideProblem);
		const place = element('pre', {
			margin: '.6rem 0 0', font: '1.1rem/1.5 ui-monospace, monospace', color: '#a40000', background: '#fff4f2',
			whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', boxShadow: 'none', width: 'auto',
		}, message);
		overlay.append(close, element('div', {}, title), place);
		document.body.append(overlay);
	}

	const tellFrames = (newest) => channel.postMessage({ page: location.pathname, version: newest });

	function reload(newest) {
		if (window.top === window) tellFrames(newest);
		location.reload(); // the deck keeps its place (start.js)
	}

	function follow(message) {
		const state = JSON.parse(message.data);
		lang = state.lang in languages ? state.lang : 'en';
		const words = languages[lang];
		if (version === null) version = state.version;
		if (version === state.version) {
			isProblemPage = Boolean(state.problem) && !window.Reveal;
			if (state.problem && !isProblemPage) showProblem(words.partly, state.problem);
			else hideProblem();
		} else if (state.problem && !isProblemPage) {
			wanted = null; // not before it is mended
			showProblem(words.title, state.problem);
		} else {
			hideProblem();
			update(state.version, tellFrames);
		}
	}

	// The name of this window for as long as it is open, also when it is reloaded. It is kept only between two pages:
	// the copy of a tab begins with what the tab keeps, and is another window.
	const windowKey = 'pcapdeck-window';

	function takeWindowName() {
		const known = sessionStorage.getItem(windowKey);
		sessionStorage.removeItem(windowKey);
		const bytes = window.crypto.getRandomValues(new Uint8Array(8));
		return known || [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	}

	const windowName = takeWindowName();
	addEventListener('pagehide', () => sessionStorage.setItem(windowKey, windowName));
	addEventListener('pageshow', (event) => event.persisted && sessionStorage.removeItem(windowKey));

	// What an audience follows (deck/room/connection.js). Pages without a deck follow to the talk that is presented.
	const tell = (kind, data) => dispatchEvent(new CustomEvent('pcapdeck-room', { detail: { kind, data, windowName } }));
	let leads = false;
	function pass(message) {
		const data = JSON.parse(message.data);
		if (message.type === 'room') leads = data.leads;
		tell(message.type, data);
		if (message.type === 'room' && data.role === 'listener' && data.page && !document.querySelector('.reveal'))
			location.replace('/' + data.page.split('/').map(encodeURIComponent).join('/'));
		followWhileVisible();
	}

	// A browser connects again after a network that broke off, but gives up after an answer that is no stream: of a
	// server that was started anew and has other links, of a proxy without a server behind it.
	const address = `/events${location.pathname}?window=${windowName}`;
	async function onBroken() {
		if (!events || events.readyState !== EventSource.CLOSED) {
			tell('lost');
			return;
		}
		events = null;
		setTimeout(followWhileVisible, AGAIN_MS);
		const answer = await fetch(address, { method: 'HEAD' }).catch(() => null);
		tell(answer && answer.status === 403 ? 'refused' : 'lost');
	}

	function connect() {
		if (events) return;
		events = new EventSource(address);
		events.onmessage = follow;
		for (const kind of ['room', 'age', 'show', 'spot', 'press', 'votes', 'live', 'feedback']) events.addEventListener(kind, pass);
		events.onerror = onBroken;
	}

	// A hidden tab gives its connection back, and asks what it missed when it is shown again. The one that leads the
	// room obeys the clicker also then.
	function followWhileVisible() {
		if (document.visibilityState === 'visible') {
			connect();
		} else if (events && !leads) {
			events.close();
			events = null;
		} else if (leads) {
			connect();
		}
	}

	document.addEventListener('visibilitychange', followWhileVisible);
	followWhileVisible();
})();
