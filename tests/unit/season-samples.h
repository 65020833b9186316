#ifndef TESTS_SEASON_SAMPLES_H
#define TESTS_SEASON_SAMPLES_H

/* Groups from their YAML, and days from their text, for tests of schedules. */

#include <stdio.h>

#include "base/format/markup.h"
#include "season/schedule.h"

static inline int32_t day_of(const char *text)
{
	int32_t day = 0;
	assert_true(day_take(&text, &day));
	return day;
}

/* What is in a file, and the turns of it. */
struct sample {
	struct arena arena;
	struct findings findings;
	struct group group;
	struct turns turns;
};

static inline void sample_finish(struct sample *sample)
{
	findings_finish(&sample->findings);
	arena_finish(&sample->arena);
}
DEFINE_AUTOFINISH(sample);

static inline bool sample_read(struct sample *sample, const char *yaml)
{
	return group_parse("group.yaml", markup_bytes_of(yaml), &sample->arena, &sample->group,
		&sample->findings);
}

/* Reads a file without mistakes, and plans its turns. */
static inline void sample_plan(struct sample *sample, const char *yaml,
	const struct season_talk *talks, size_t talk_count, const char *today)
{
	bool is_read = sample_read(sample, yaml);
	for (size_t i = 0; i < sample->findings.count; i++)
		(void)fprintf(stderr, "line %u: %s\n", sample->findings.items[i].line,
			sample->findings.items[i].sentence);
	assert_true(is_read);
	turns_plan(&sample->group, talks, talk_count, day_of(today), &sample->arena, &sample->turns,
		&sample->findings);
}

#endif
