// The fragments of a slide. reveal.js asks the document for them several times in each step, sorts them anew and writes
// the classes of all: with 500 packets on a slide that takes longer than all else. This knows them from when the slide is
// entered, or changed, and writes only those that change.
import Fragments from './fragments-of-reveal.js';

const known = new WeakMap(); // by slide: fragments in the order of their steps

// The step at which a fragment is shown, from 0.
const stepOf = (fragment) => Number(fragment.getAttribute('data-fragment-index'));

const isVisible = (fragment) => fragment.classList.contains('visible');

export default class KnownFragments extends Fragments {
	sort(fragments, grouped = false) {
		const sorted = super.sort(fragments, grouped);
		const slide = !grouped && sorted[0]?.closest('section');
		if (slide && sorted.length === slide.querySelectorAll('.fragment').length)
			known.set(slide, sorted);
		return sorted;
	}

	// The slide's fragments; a slide may have been made anew.
	of(slide) {
		const found = known.get(slide);
		if (found && slide.contains(found[0]))
			return found;
		return this.sort(slide.querySelectorAll('.fragment'));
	}

	availableRoutes() {
		const slide = this.Reveal.getCurrentSlide();
		if (!slide || !this.Reveal.getConfig().fragments)
			return { prev: false, next: false };
		const fragments = this.of(slide);
		return { prev: fragments.some(isVisible), next: fragments.length > 0 && !isVisible(fragments.at(-1)) };
	}

	// Shows and hides what differs; says what did.
	change(fragments, index) {
		const shown = [], hidden = [];
		for (const fragment of fragments) {
			const step = stepOf(fragment), { classList } = fragment, isShown = isVisible(fragment);
			if (isShown !== (step <= index)) {
				classList.toggle('visible', !isShown);
				(isShown ? hidden : shown).push(fragment);
			}
			if (classList.contains('current-fragment') !== (step === index))
				classList.toggle('current-fragment', step === index);
		}
		return { shown, hidden };
	}

	// The words for a screen reader are taken before anything changes: they ask for styles, which then need no computing.
	update(index, fragments, slide = this.Reveal.getCurrentSlide()) {
		if (!slide || !this.Reveal.getConfig().fragments)
			return { shown: [], hidden: [] };
		const all = fragments ?? this.of(slide);
		if (!all.length)
			return { shown: [], hidden: [] };
		const last = typeof index === 'number' ? null : all.findLast(isVisible);
		const step = Math.min(last ? stepOf(last) : index ?? -1, stepOf(all.at(-1)));
		for (const fragment of all.filter((one) => stepOf(one) === step))
			this.Reveal.announceStatus(this.Reveal.getStatusText(fragment));
		const changed = this.change(all, step);
		slide.setAttribute('data-fragment', Math.max(step, -1));
		this.say('hidden', changed.hidden);
		this.say('shown', changed.shown);
		return changed;
	}

	say(name, fragments) {
		for (const target of fragments)
			this.Reveal.dispatchEvent({ target, type: name === 'shown' ? 'visible' : 'hidden', bubbles: false });
		if (fragments.length)
			this.Reveal.dispatchEvent({ type: 'fragment' + name, data: { fragment: fragments[0], fragments } });
	}

	goto(index, offset = 0) {
		const slide = this.Reveal.getCurrentSlide();
		if (!slide || !this.Reveal.getConfig().fragments)
			return false;
		const fragments = this.of(slide);
		if (!fragments.length)
			return false;
		const last = typeof index === 'number' ? null : fragments.findLast(isVisible);
		const from = typeof index === 'number' ? index : last ? stepOf(last) : -1;
		const before = this.availableRoutes();
		const { shown, hidden } = this.update(from + offset, fragments);
		const after = this.availableRoutes();
		if (before.prev !== after.prev || before.next !== after.next) // the arrows are written anew, and that makes a browser style them
			this.Reveal.controls.update();
		this.Reveal.progress.update();
		if (this.Reveal.getConfig().fragmentInURL)
			this.Reveal.location.writeURL();
		return shown.length + hidden.length > 0;
	}
}
