// The deck's script. It steps through the packets of a sequence diagram with reveal.js, describes the
// current packet, and opens a packet's headers and bytes over the slide. Runs before start.js
// starts reveal.js. Captured data goes into the page as text only. Scroll view rebuilds the slides
// from their HTML, so nothing here keeps an element: everything is found when it is needed.
import { shareInk } from './far-ink.js';
import { hearFarKeys, passKeysOn } from './far-keys.js';
import { HOLDERS, fitPictures, pinHeads } from './figures.js';
import { keepSignAway, onSlideLeft } from './first-sign.js';
import { addHelpButton } from './help-sheet.js';
import { forgetFound } from './jump.js';
import { onClick } from './keys.js';
import { onScrolled } from './long-picture.js';
import { startMirror } from './mirror.js';
import { closePacket, onOpened, scaleDetail } from './packet-detail.js';
import { linkStatic } from './packet-layers.js';
import { page } from './page.js';
import { onSurface } from './pen-and-spot.js';
import { prepare } from './slides.js';
import { offerSpeaker } from './speaker-open.js';
import { startSpeaker } from './speaker-page.js';
import { onStageKey } from './stage-keys.js';
import { refresh, refreshAll } from './stepping.js';
import { joinStrips, printStrips } from './strips.js';
import { onSlideEntered } from './tall-slide.js';
import { isStage, role } from './windows.js';
import { onMapPointer } from './scrubber.js';
import { followStep, onDoubleClick, onWheel, onZoomPointer, zoomOut } from './zoom.js';

function leave() {
	closePacket();
	forgetFound();
}

// After a change of slide, or when a packet opens or closes, the zoom ends and the surface's strokes are shown.
function changeSurface() {
	zoomOut();
	onSurface();
}

function start() {
	fitPictures();
	prepare();
	page.dataset.window = role; // start.js reads it
	if (role === 'speaker') {
		startSpeaker();
		return;
	}
	if (role === 'now')
		passKeysOn((event) => event.key === 'Tab');
	startMirror();
	hearFarKeys();
	shareInk();
	Reveal.on('ready', () => {
		refreshAll();
		linkStatic();
		if (isStage)
			addHelpButton();
		onOpened(changeSurface);
		offerSpeaker();
	});
	// Whoever moves on, by whatever means, has left the packet.
	Reveal.on('slidechanged', (event) => { leave(); onSlideLeft(event.previousSlide); refresh(event.currentSlide); onSlideEntered(event); changeSurface(); });
	for (const name of ['fragmentshown', 'fragmenthidden'])
		Reveal.on(name, (event) => { leave(); refresh(event.fragment.closest('section')); followStep(); });
	Reveal.on('pdf-ready', refreshAll);
	// Scroll view comes and goes with the window's width, and makes the slides anew.
	Reveal.on('resize', () => setTimeout(() => { keepSignAway(); refreshAll(); linkStatic(); }));
	addEventListener('resize', () => { zoomOut(); scaleDetail(); });
	addEventListener('beforeprint', () => { zoomOut(); page.classList.contains('print-pdf') || printStrips(); });
	addEventListener('afterprint', joinStrips);
	addEventListener('keydown', onStageKey, true);
	document.addEventListener('click', onClick);
	document.addEventListener('dblclick', onDoubleClick);
	document.addEventListener('wheel', onWheel, { capture: true, passive: false });
	for (const name of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel'])
		document.addEventListener(name, onZoomPointer, true);
	for (const name of ['pointerdown', 'pointermove'])
		document.addEventListener(name, onMapPointer);
	document.addEventListener('scroll', (event) => {
		if (event.target.matches && event.target.matches(HOLDERS)) {
			pinHeads(event.target);
			onScrolled(event.target);
		}
	}, true);
}

if (typeof Reveal !== 'undefined')
	start();
