// The letter of a key whatever the input method: with Hangul on, "B" arrives as "ㅠ", or as no letter at all.
export function letterOf(event) {
	if (/^[!-~]$/.test(event.key))
		return event.key.toLowerCase();
	const letter = /^Key([A-Z])$/.exec(event.code ?? '');
	return letter ? letter[1].toLowerCase() : event.key;
}

// reveal.js knows keys by their codes, which are missing while the keyboard writes Hangul.
export const isForeignLetter = (event) => event.key !== undefined && letterOf(event) !== event.key && event.key.toLowerCase() !== letterOf(event);
