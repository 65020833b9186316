/* An empty result of a filter is an answer; a frame or stream that does not exist is a mistake. */
#include "cli/report/empty-selection.h"

#include "cli/command.h"

static bool report_ranges(const struct selected *selected)
{
	bool is_any = false;
	for (size_t i = 0; i < selected->choice->range_count; i++) {
		if (selected->choice->ranges[i].first <= selected->packet_count)
			continue;
		is_any = true;
		report_note("there is no frame %llu: '%s' has %llu packet%s",
			(unsigned long long)selected->choice->ranges[i].first, selected->path,
			(unsigned long long)selected->packet_count,
			selected->packet_count == 1 ? "" : "s");
	}
	return is_any;
}

static bool report_stream(const struct selected *selected)
{
	if (selected->choice->stream < (int64_t)selected->stream_count)
		return false;
	report_note("there is no stream %lld: '%s' has %llu TCP connection%s, counted from 0",
		(long long)selected->choice->stream, selected->path,
		(unsigned long long)selected->stream_count, selected->stream_count == 1 ? "" : "s");
	return true;
}

bool report_selected(const struct selected *selected)
{
	bool has_ranges = report_ranges(selected);
	bool has_stream = report_stream(selected);
	bool is_choice = *selected->choice->filter || selected->choice->range_count ||
		selected->choice->stream >= 0;
	if (has_ranges || has_stream)
		return false;
	if (selected->shown_count || !is_choice)
		return true;
	if (*selected->choice->filter)
		report_note(selected->choice->range_count || selected->choice->stream >= 0
				? "no packet of '%s' is chosen by the filter '%s' with the other choices"
				: "no packet of '%s' is chosen by the filter '%s'",
			selected->path, selected->choice->filter);
	else
		report_note("no packet of '%s' is in all that was chosen", selected->path);
	return true;
}
