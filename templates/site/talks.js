// The packets of all talks, which src/deck/packets/packet-search.c wrote, and a search over them.
import { hasWords, isFieldNamed, plain } from './query.js';

// The id of the slide's element. That of the page's data is taken.
const sectionOf = (id) => (id === 'packet-data' ? 'packet-data-slide' : id);

export function readTalk([href, talk]) {
	return { ...talk, href, plainTitle: plain(talk.title), plainSlides: talk.slides.map(([, title]) => plain(title)), plainWords: talk.words.map(plain) };
}

function packetOf(talk, [capture, slide, frame, time, protocol, info, kind, layout, ...values]) {
	return { talk, capture, slide, frame, time, protocol, info, kind, names: talk.layouts[layout], values };
}

// The words of the talk, as places in its table, that have what the term asks for.
const placesWith = (talk, words) => new Set(talk.plainWords.flatMap((word, place) => (hasWords(word, words) ? [place] : [])));

// The first field that a term finds: its label and value, as places in the table of words.
function fieldWith({ talk, names, values }, { filter }, places) {
	for (let i = 0; i < values.length; i++) {
		const isFound = filter ? isFieldNamed(talk.plainWords[names[2 * i]], filter) && places.has(values[i])
			: places.has(names[2 * i + 1]) || places.has(values[i]);
		if (isFound)
			return [names[2 * i + 1], values[i]];
	}
	return null;
}

const SUBJECTS = {
	talk: ({ talk }, words) => hasWords(talk.plainTitle, words),
	slide: ({ talk, slide }, words) => hasWords(talk.plainSlides[slide], words),
	capture: ({ talk, capture }, words) => hasWords(plain(talk.captures[capture]), words),
	proto: ({ protocol }, words, places) => places.has(protocol),
	info: ({ info }, words, places) => places.has(info),
	kind: ({ kind }, words, places) => places.has(kind),
	frame: ({ frame }, words) => String(frame) === words,
};
SUBJECTS.protocol = SUBJECTS.proto;

// Where a term is found: true in what the result shows anyway, else [label, value] of a field; null: nowhere.
function find(packet, term, places) {
	const { filter, words } = term;
	if (Object.hasOwn(SUBJECTS, filter))
		return SUBJECTS[filter](packet, words, places) || null;
	const isShown = !filter && (places.has(packet.protocol) || places.has(packet.info) || places.has(packet.kind)
		|| SUBJECTS.talk(packet, words) || SUBJECTS.slide(packet, words));
	return isShown || fieldWith(packet, term, places);
}

// The packet as a result, when all terms fit.
function resultOf(packet, terms, places) {
	const { talk } = packet, fields = [];
	for (const [i, term] of terms.entries()) {
		const found = find(packet, term, places[i]);
		if (Boolean(found) === term.isNot)
			return null;
		if (Array.isArray(found))
			fields.push(found.map((place) => talk.words[place]).join(': '));
	}
	const [id, title] = talk.slides[packet.slide], capture = talk.captures[packet.capture];
	return {
		frame: packet.frame, time: packet.time, protocol: talk.words[packet.protocol], info: talk.words[packet.info], kind: talk.words[packet.kind], fields, slide: title, capture,
		href: `${talk.href}?capture=${encodeURIComponent(capture)}&packet=${packet.frame}#/${encodeURIComponent(sectionOf(id))}`,
	};
}

// The talks with packets that fit, each with these packets, those with the words in their line first. A talk whose title has
// all words is among them without packets.
export function searchTalks(talks, terms) {
	return talks.map((talk) => {
		const places = terms.map(({ words }) => placesWith(talk, words));
		const packets = talk.packets.map((packet) => resultOf(packetOf(talk, packet), terms, places)).filter(Boolean)
			.sort((a, b) => Boolean(a.fields.length) - Boolean(b.fields.length));
		const isTitled = terms.every(({ isNot, filter, words }) => !isNot && (!filter || filter === 'talk') && hasWords(talk.plainTitle, words));
		return { title: talk.title, href: talk.href, packets, isTitled };
	}).filter(({ packets, isTitled }) => packets.length || isTitled);
}
