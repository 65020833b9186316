// A link, a key such as Home, and the bar below the slides jump to a slide: it begins at its first step. reveal.js by
// itself shows all steps of a slide that was passed before, as for the key that goes back to it.

// The step at which a jump ends that names none. A jump to the slide that is shown keeps its step.
export function firstStep(Reveal, h, v) {
	const now = Reveal.getIndices();
	return (h ?? now.h) !== now.h || (v ?? now.v) !== now.v ? -1 : undefined;
}

// A part of reveal.js from which one jumps.
export const jumping = (Part) => class extends Part {
	constructor(Reveal) {
		super(Object.create(Reveal, { slide: { value: (h, v, f = firstStep(Reveal, h, v)) => Reveal.slide(h, v, f) } }));
	}
};
