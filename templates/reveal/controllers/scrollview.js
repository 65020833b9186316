// The column of slides on an upright phone. reveal.js gives each step an equal part of the column, as if each slide were as
// high as planned. A slide with more words is higher: the steps of all others then came too early or too late, the last one
// of a slide when that had begun to leave the screen. Here steps begin where their slides are.
import ScrollView from './scrollview-of-reveal.js';

export default class Column extends ScrollView {
	// Ranges are parts of the column: of a slide, by the upper edge of the window; of a step, by its middle.
	setTriggerRanges() {
		super.setTriggerRanges();
		const view = this.viewportElement, whole = view.scrollHeight, height = view.offsetHeight;
		this.rangedHeight = whole;
		const slides = this.slideTriggers.map((trigger) => ({ trigger, steps: trigger.page.scrollTriggers, top: trigger.page.pageElement.offsetTop, height: trigger.page.pageElement.offsetHeight }));
		slides.forEach((slide, index) => {
			const end = index + 1 < slides.length ? slides[index + 1].top / whole : 1;
			slide.trigger.range = [index ? slide.top / whole : 0, end];
			// A slide stays while its steps are scrolled through. Each one's place has as much before it as behind it.
			const apart = (slide.height - height) / (slide.steps.length - 1);
			const begin = (step) => (step === 0 ? 0 : step === slide.steps.length ? 1 : (slide.top + (step - .5) * apart + height / 2) / whole);
			slide.steps.forEach((step, i) => { step.range = [begin(i), begin(i + 1)]; });
		});
	}

	// One px further than where the slide's range begins: a browser may round that down, to the slide before.
	scrollToSlide(slide) {
		super.scrollToSlide(slide);
		if (this.active && this.viewportElement.scrollTop > 0)
			this.viewportElement.scrollTop += 1;
	}

	syncScrollPosition() {
		if (this.viewportElement.scrollHeight !== this.rangedHeight)
			this.setTriggerRanges();
		super.syncScrollPosition();
	}
}
