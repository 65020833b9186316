/* A pause is shown when it is much longer than the median pause of its selection. */
#include "diagram/ladder/pauses.h"

#include <stdlib.h>
#include <string.h>

#include "base/format/timestamp.h"

enum {
	PAUSE_RATIO = 10, /* a pause is at least so many times the median … */
	PAUSE_MIN_NS = NS_PER_MS, /* … and at least that long */
};

static int compare_times(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a;
	int64_t right = *(const int64_t *)b;
	return (left > right) - (left < right);
}

bool *packet_pauses(struct arena *arena, const struct selection *selection)
{
	size_t count = selection->count;
	bool *is_pause = arena_alloc_array(arena, count + 1, sizeof(*is_pause));
	if (count < 3)
		return is_pause;
	automem int64_t *pauses = xcalloc(count - 1, sizeof(*pauses));
	automem int64_t *sorted = xcalloc(count - 1, sizeof(*sorted));
	for (size_t i = 0; i + 1 < count; i++)
		pauses[i] = selection->packets[i + 1]->frame.time_ns -
			selection->packets[i]->frame.time_ns;
	memcpy(sorted, pauses, (count - 1) * sizeof(*sorted));
	qsort(sorted, count - 1, sizeof(*sorted), compare_times);
	int64_t median = sorted[(count - 2) / 2];
	for (size_t i = 0; i + 1 < count; i++)
		is_pause[i + 1] = pauses[i] >= PAUSE_MIN_NS && pauses[i] / PAUSE_RATIO >= median &&
			!(selection->left_out && selection->left_out[i + 1].count);
	return is_pause;
}
