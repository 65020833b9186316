/* A run that did not come to the end says nothing of the talk, so an older one counts then. */
#include "deck/check/check-rehearsal.h"

#include "base/format/day.h"
#include "deck/pace.h"

enum {
	RUNS_READ = 20,
	MS = 1000,
	TOLERATED_S = 5, /* over a `t:`; more of a long one: */
	TOLERATED_PART = 10,
};

void measured_times_read(const struct talk *talk, struct measured_times *ret_measured)
{
	autofinish(error) struct error error = { 0 };
	autofinish(text) struct text name = { 0 };
	autofree(feedback) struct feedback *store = feedback_of_talk(talk->path, &name);
	*ret_measured = (struct measured_times){ 0 };
	if (!talk->slide_count ||
		!rehearsals_read(store, text_string(&name), RUNS_READ, &ret_measured->runs, &error))
		return;
	const char *last = talk->slides[talk->slide_count - 1].id;
	for (size_t i = 0; i < ret_measured->runs.count && !ret_measured->run; i++) {
		if (rehearsal_slide_ms(&ret_measured->runs.runs[i], last))
			ret_measured->run = &ret_measured->runs.runs[i];
	}
}

void measured_times_finish(struct measured_times *measured)
{
	if (measured)
		rehearsals_finish(&measured->runs);
}

static unsigned seconds_of(uint64_t ms)
{
	return (unsigned)((ms + MS / 2) / MS);
}

unsigned measured_slide_s(const struct measured_times *measured, const struct slide *slide)
{
	return measured->run ? seconds_of(rehearsal_slide_ms(measured->run, slide->id)) : 0;
}

static void check_slide(const struct talk *talk, const struct slide *slide, unsigned took_s,
	struct findings *findings)
{
	unsigned part = slide->seconds / TOLERATED_PART;
	unsigned tolerated = part > TOLERATED_S ? part : TOLERATED_S;
	autofinish(text) struct text took = { 0 }, planned = { 0 };
	if (!slide->seconds || took_s <= slide->seconds + tolerated)
		return;
	pace_append_time(&took, took_s);
	pace_append_time(&planned, slide->seconds);
	findings_add(findings, FINDING_REMARK, talk->path, slide->line,
		"this slide took %s in the last rehearsal, and its 't:' is %s", text_string(&took),
		text_string(&planned));
}

void check_rehearsal(
	const struct talk *talk, const struct measured_times *measured, struct findings *findings)
{
	if (!measured->run)
		return;
	for (size_t i = 0; i < talk->slide_count; i++)
		check_slide(talk, &talk->slides[i], measured_slide_s(measured, &talk->slides[i]),
			findings);
	autofinish(text) struct text took = { 0 }, planned = { 0 }, day = { 0 };
	unsigned all_s = seconds_of(rehearsal_ms(measured->run));
	if (!talk->duration_s || all_s <= talk->duration_s)
		return;
	pace_append_time(&took, all_s);
	pace_append_time(&planned, talk->duration_s);
	day_append_at(&day, measured->run->at_s);
	findings_add(findings, FINDING_REMARK, talk->path, 1,
		"the last rehearsal took %s (%s), but 'duration:' says %s", text_string(&took),
		text_string(&day), text_string(&planned));
}
