// What a search asks for: words that all must be found, filters as `ttl:64`, "several words", and -words that must not be.

// A filter takes the words after its colon: of the talk, the slide, the capture, the protocol, the line, the kind or the
// number of a packet, or of its fields with that name (`tcp.srcport`, `tcp`, or the end of a name, as `port`).
const TERM = /(-?)(?:([a-z][\w.-]*):(?!:))?(?:"([^"]*)"?|(\S+))/giu;

export const plain = (text) => text.normalize('NFC').toLowerCase();

export function parseQuery(text) {
	return [...plain(text).matchAll(TERM)].map(([, minus, filter = '', quoted, bare]) => ({
		isNot: Boolean(minus), filter, words: (quoted ?? bare).trim(),
	})).filter(({ words }) => words);
}

// Whether the text has the words, at the beginning of a word: `rst` is not in "first". Hangul is found inside of words, too,
// since particles and compounds are written without a space.
export function hasWords(text, words) {
	const isLetter = (character) => /[a-z0-9]/.test(character ?? '');
	for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
		if (!isLetter(words[0]) || !isLetter(text[at - 1]))
			return true;
	}
	return false;
}

export const isFieldNamed = (name, filter) => name === filter || name.startsWith(filter + '.') || (!filter.includes('.') && name.endsWith(filter));
