// What a deck does: walks the packets of a sequence diagram with reveal.js's steps, shows what the
// current packet says, and opens a packet's headers and bytes over the slide. Runs before start.js
// starts reveal.js. Captured data goes into the page as text only. Scroll view rebuilds the slides
// from their HTML, so nothing here keeps an element: everything is found when it is needed.
import { HOLDERS, fitPictures, pinHeads } from './figures.js';
import { onClick, onKey } from './keys.js';
import { closePacket, scaleDetail } from './packet-detail.js';
import { saveCaptures } from './packet-file.js';
import { linkStatic } from './packet-layers.js';
import { page, say } from './page.js';
import { prepare } from './slides.js';
import { refresh, refreshAll } from './stepping.js';
import { joinStrips, printStrips } from './strips.js';

function start() {
	fitPictures();
	prepare();
	Reveal.on('ready', () => {
		refreshAll();
		linkStatic();
		// For the list of keys that '?' shows.
		Reveal.registerKeyboardShortcut('Enter , ↓', say('지금 패킷의 헤더와 바이트 열기', 'Open the current packet'));
		Reveal.addKeyBinding({ keyCode: 68, key: 'D', description: say('패킷을 pcap 파일로 저장', 'Save the packets as a pcap file') }, saveCaptures);
		Reveal.registerKeyboardShortcut('Esc , ↑', say('패킷에서 돌아가기', 'Leave a packet'));
	});
	// Whoever moves on, by whatever means, has left the packet.
	Reveal.on('slidechanged', (event) => { closePacket(); refresh(event.currentSlide); });
	for (const name of ['fragmentshown', 'fragmenthidden'])
		Reveal.on(name, (event) => { closePacket(); refresh(event.fragment.closest('section')); });
	Reveal.on('pdf-ready', refreshAll);
	// Scroll view comes and goes with the window's width, and makes the slides anew.
	Reveal.on('resize', () => setTimeout(() => { refreshAll(); linkStatic(); }));
	addEventListener('resize', scaleDetail);
	addEventListener('beforeprint', () => page.classList.contains('print-pdf') || printStrips());
	addEventListener('afterprint', joinStrips);
	addEventListener('keydown', onKey, true);
	document.addEventListener('click', onClick);
	document.addEventListener('scroll', (event) => {
		if (event.target.matches && event.target.matches(HOLDERS))
			pinHeads(event.target);
	}, true);
}

if (typeof Reveal !== 'undefined')
	start();
