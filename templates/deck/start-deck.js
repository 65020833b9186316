// Starts the script of a deck. It steps through the packets of a sequence diagram with reveal.js, describes the
// current packet, and opens a packet's headers and bytes over the slide. Runs before start.js
// starts reveal.js. Captured data goes into the page as text only. Scroll view rebuilds the slides
// from their HTML, so nothing here keeps an element: everything is found when it is needed.
import { shareInk } from './speaker/shared-ink.js';
import { receiveForwardedKeys, forwardKeys } from './speaker/forwarded-keys.js';
import { PICTURE_HOLDERS, fitPictures, pinHeads } from './base/picture-fit.js';
import { keepOpenHintAway, onSlideLeft } from './packet/open-hint.js';
import { startEnlarging } from './stage/enlarge.js';
import { addHelpButton } from './stage/help-sheet.js';
import { forgetFound, goToAskedPacket } from './stage/jump.js';
import { onClick } from './stage/packet-keys.js';
import { countRest } from './picture/compared-rest.js';
import { onScrolled } from './picture/long-picture.js';
import { startMirror } from './speaker/mirror.js';
import { closePacket, onOpened, scaleDetail } from './packet/packet-detail.js';
import { linkStatic } from './packet/packet-layers.js';
import { isPrintPage, page, printing, upright } from './base/page.js';
import { onSurface } from './stage/pen-and-spot.js';
import { prepare } from './stage/slides.js';
import { offerSpeaker } from './speaker/speaker-open.js';
import { startSpeaker } from './speaker/speaker-page.js';
import { onStageKey } from './stage/stage-keys.js';
import { refresh, refreshAll } from './picture/stepping.js';
import { joinStrips, printStrips } from './picture/strips.js';
import { moveStrokes } from './stage/strokes.js';
import { onSlideEntered, onSlideStep } from './stage/tall-slide.js';
import { startTold } from './stage/told.js';
import { isStage, role } from './speaker/windows.js';
import { onMapPointer } from './picture/scrubber.js';
import { followStep, onDoubleClick, onMouseDown, onWheel, onZoomPointer, zoomOut } from './stage/zoom.js';

function leave() {
	closePacket();
	forgetFound();
}

// After a change of slide, or when a packet opens or closes, the zoom ends and the surface's strokes are shown.
function changeSurface() {
	zoomOut();
	onSurface();
}

// Calls when the style of paper applies. reveal.js measures the slides for their pages two frames later, and says only
// then that they are ready.
function onceOnPaper(call) {
	new MutationObserver((changes, observer) => {
		if (!printing())
			return;
		observer.disconnect();
		call();
	}).observe(page, { attributes: true, attributeFilter: ['class'] });
}

// `room`: feedback, and the functions that only a deck has that is served (served.js).
export function startDeck(room) {
	room.startNewSlides?.();
	fitPictures();
	prepare();
	page.dataset.window = role; // start.js reads it
	room.startLive?.();
	if (role === 'speaker') {
		startSpeaker();
		room.startVotes?.();
		room.startHearing?.();
		return;
	}
	if (role === 'clicker') {
		room.startClicker?.();
		return;
	}
	if (role === 'now')
		forwardKeys((event) => event.key === 'Tab');
	startMirror();
	receiveForwardedKeys();
	shareInk();
	startEnlarging();
	room.startLeading?.();
	room.startFollowing?.();
	room.startVotes?.();
	room.startFeedback();
	room.startOpenItems?.();
	room.startRehearsal?.();
	if (isStage)
		startTold();
	Reveal.on('ready', () => {
		refreshAll();
		linkStatic();
		if (isStage) {
			addHelpButton();
			goToAskedPacket();
		}
		onOpened(() => { changeSurface(); room.offerToAskOfPacket(); });
		offerSpeaker();
		room.offerInvitation?.();
	});
	// Any move to another slide or step closes the opened packet.
	Reveal.on('slidechanged', (event) => {
		if (event.previousSlide === event.currentSlide) // it has another place among the slides
			return;
		leave();
		onSlideLeft(event.previousSlide);
		refresh(event.currentSlide);
		onSlideEntered(event);
		changeSurface();
	});
	for (const name of ['fragmentshown', 'fragmenthidden'])
		Reveal.on(name, (event) => { leave(); refresh(event.fragment.closest('section'), true); onSlideStep(event.fragment); followStep(); });
	Reveal.on('pdf-ready', refreshAll);
	if (isPrintPage) // reveal.js may measure before it says that it is ready
		onceOnPaper(() => { linkStatic(); refreshAll(); });
	// Scroll view comes and goes with the window's width, and makes the slides anew.
	Reveal.on('resize', () => setTimeout(() => { keepOpenHintAway(); room.putNewSlides?.(); room.putRecorded?.(); refreshAll(); linkStatic(); room.drawVotes?.(); }));
	upright.addEventListener('change', fitPictures); // before start.js: then reveal.js looks for the steps
	addEventListener('resize', () => { zoomOut(); scaleDetail(); });
	addEventListener('beforeprint', () => { zoomOut(); page.classList.contains('print-pdf') || printStrips(); });
	addEventListener('afterprint', joinStrips);
	addEventListener('keydown', onStageKey, true);
	document.addEventListener('click', onClick);
	document.addEventListener('dblclick', onDoubleClick);
	document.addEventListener('mousedown', onMouseDown);
	document.addEventListener('wheel', onWheel, { capture: true, passive: false });
	for (const name of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel'])
		document.addEventListener(name, onZoomPointer, true);
	for (const name of ['pointerdown', 'pointermove'])
		document.addEventListener(name, onMapPointer);
	document.addEventListener('scroll', (event) => {
		moveStrokes();
		if (event.target.matches && event.target.matches(PICTURE_HOLDERS)) {
			pinHeads(event.target);
			onScrolled(event.target);
			countRest(event.target);
		}
	}, true);
}
