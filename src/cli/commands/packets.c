/*
 * `pcapdeck packets`: shows the decoded packets of a capture in the terminal, as JSON Lines, as a
 * diagram or as totals, or saves a selection of them. The file is read in one pass. A filter only
 * selects what is shown, so numbers, streams and analysis are those of the whole file. A cut file
 * prints its whole packets first, then the message.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "capture-file/capture-file.h"
#include "cli/command.h"
#include "cli/option.h"
#include "cli/report/empty-selection.h"
#include "cli/report/progress.h"
#include "cli/report/totals.h"
#include "conversation/calls/call-events.h"
#include "conversation/calls/recorded-calls.h"
#include "conversation/reassembly.h"
#include "conversation/selection.h"
#include "conversation/tcp/tcp-analysis.h"
#include "diagram/views.h"
#include "explain/opened-packet.h"
#include "listing/packet-json.h"
#include "listing/packet-text.h"

enum {
	OUTPUT_SIZE = 64 * 1024,
	SVG_WIDTH = 1152,
	SVG_HEIGHT = 560,
	OPENED_MAX = 500, /* packets in full */
};

enum output {
	OUTPUT_TEXT,
	OUTPUT_OPENED, /* packets in full */
	OUTPUT_JSON,
	OUTPUT_JSON_FULL,
	OUTPUT_COUNT,
	OUTPUT_SVG,
	OUTPUT_SAVE,
};

struct request {
	enum output output;
	const char *path;
	const char *save_path; /* with OUTPUT_SAVE */
	const struct picture_view *view; /* with OUTPUT_SVG */
	const char *lang; /* the language of the picture or of opened packets */
	enum packet_coloring coloring; /* of the picture */
	bool shows_calls; /* in the picture */
	struct text filter;
	struct packet_choice choice; /* the selection, with its filter */
	struct arena arena;
	struct error damage; /* of the file, behind the packets that are shown */
};

/* One run over the file. */
struct scan {
	const struct request *request;
	struct capture_file *capture;
	struct capture_file_writer *writer;
	struct pass pass;
	struct totals totals;
	struct arena fields_arena; /* for the fields of one packet */
	struct text out;
	uint64_t stream_count, shown_count;
	enum color_depth colors;
	bool is_live;
	struct progress progress;
};

static void request_finish(struct request *request)
{
	text_finish(&request->filter);
	arena_finish(&request->arena);
	error_finish(&request->damage);
}
DEFINE_AUTOFINISH(request);

static void scan_finish(struct scan *scan)
{
	capture_file_writer_free(scan->writer);
	pass_finish(&scan->pass);
	capture_file_free(scan->capture);
	totals_finish(&scan->totals);
	arena_finish(&scan->fields_arena);
	text_finish(&scan->out);
}
DEFINE_AUTOFINISH(scan);

/* ---- one packet ---- */

static void flush(struct scan *scan)
{
	(void)fwrite(text_string(&scan->out), 1, scan->out.size, stdout);
	text_clear(&scan->out);
	if (scan->is_live)
		(void)fflush(stdout);
}

static bool show_packet(struct scan *scan, struct error *error)
{
	const struct frame *frame = &scan->pass.at->frame;
	const struct packet_facts *facts = &scan->pass.at->facts;
	const struct color_rule *rule;
	switch (scan->request->output) {
	case OUTPUT_COUNT:
		totals_count(&scan->totals, frame, facts);
		if (facts->has_tcp)
			tcp_table_count_shown(scan->pass.analysis.tcp, frame->length);
		return true;
	case OUTPUT_SAVE:
		return capture_file_writer_add(scan->writer, &scan->pass.packet, error);
	default:
		break;
	}
	rule = color_rule_for(frame, facts);
	if (scan->request->output == OUTPUT_TEXT)
		packet_text_append(
			&scan->out, frame, facts, rule, scan->pass.first_ns, scan->colors);
	else
		packet_json_append(&scan->out, frame, facts, rule);
	if (scan->request->output != OUTPUT_TEXT)
		text_append_char(&scan->out, '\n');
	if (scan->is_live || scan->out.size >= OUTPUT_SIZE)
		flush(scan);
	return true;
}

/* ---- the pass ---- */

static bool scan_packets(struct scan *scan, struct error *error)
{
	struct pass *pass = &scan->pass;
	enum capture_file_result result;
	while ((result = pass_next(pass, error)) == CAPTURE_FILE_PACKET) {
		const struct packet_facts *facts = &pass->at->facts;
		bool is_shown = pass_choice(pass, 0) == CHOSEN;
		scan->shown_count += is_shown;
		if (facts->has_tcp && facts->tcp.stream >= scan->stream_count)
			scan->stream_count = (uint64_t)facts->tcp.stream + 1;
		if (is_shown && !show_packet(scan, error))
			return false;
		progress_step(&scan->progress, scan->capture, pass->packet.number);
	}
	return result == CAPTURE_FILE_END;
}

/* ---- what was asked for ---- */

static bool scan_begin(struct scan *scan, const struct request *request, struct error *error)
{
	*scan = (struct scan){ .request = request };
	scan->capture = capture_file_open(request->path, error);
	if (!scan->capture)
		return false;
	bool is_count = request->output == OUTPUT_COUNT;
	bool is_full = request->output == OUTPUT_JSON_FULL;
	const struct pass_options options = {
		.arena = is_full ? &scan->fields_arena : NULL,
		.describes = is_full,
		.finds_copies = !is_count && request->output != OUTPUT_SAVE,
		.is_streaming = true,
		.end = is_count ? totals_end_stream : NULL,
		.user = &scan->totals,
	};
	if (!pass_init(&scan->pass, scan->capture, &request->choice, 1, &options, error))
		return false;
	if (request->output == OUTPUT_SAVE) {
		scan->writer = capture_file_writer_new(
			scan->capture, request->choice.interface, request->save_path, error);
		if (!scan->writer)
			return false;
	}
	scan->colors = output_colors();
	scan->is_live = strcmp(request->path, "-") == 0;
	/* A list on the terminal shows the progress by itself. */
	progress_begin(&scan->progress, is_count || !isatty(STDOUT_FILENO));
	return true;
}

/* Returns what the request asks for; the caller sets the packets that were selected. */
static struct selected selected_of(const struct request *request)
{
	return (struct selected){
		.path = request->path,
		.choice = &request->choice,
	};
}

static bool report_scan(const struct scan *scan)
{
	struct selected selected = selected_of(scan->request);
	selected.packet_count = scan->pass.packet_count;
	selected.stream_count = scan->stream_count;
	selected.shown_count = scan->shown_count;
	return report_selected(&selected);
}

static int run_scan(const struct request *request)
{
	autofinish(error) struct error error = { 0 };
	autofinish(error) struct error save_error = { 0 };
	autofinish(scan) struct scan scan;
	if (!scan_begin(&scan, request, &error))
		return report_error(&error);
	bool is_whole = scan_packets(&scan, &error);
	progress_clear(&scan.progress);
	if (request->output == OUTPUT_COUNT) {
		tcp_table_end(scan.pass.analysis.tcp);
		if (!totals_print(&scan.totals, &save_error))
			return report_error(&save_error);
	}
	flush(&scan);
	if (scan.writer && !capture_file_writer_commit(scan.writer, &save_error))
		return report_error(&save_error);
	if (!is_whole)
		return report_error(&error);
	return report_scan(&scan) ? EXIT_DONE : EXIT_FAILED;
}

/* Returns true for a damaged file, too, of which it selects what comes before the damage. */
static bool select_packets(struct request *request, size_t limit, struct selection *ret_selection,
	struct capture_summary *ret_summary, struct error *error)
{
	struct selection_request wanted = { .choice = request->choice };
	wanted.choice.limit = limit;
	wanted.takes_segments =
		request->view && (request->view->needs_calls || request->shows_calls);
	if (selection_read(request->path, &wanted, 1, &request->arena, ret_selection, ret_summary,
		    error))
		return true;
	if (!ret_summary->packet_count)
		return false;
	request->damage = *error;
	*error = (struct error){ 0 };
	return true;
}

/* Reports on standard error when the selection is empty. */
static bool report_selection(const struct request *request, const struct selection *selection,
	const struct capture_summary *summary)
{
	struct selected selected = selected_of(request);
	selected.packet_count = summary->packet_count;
	selected.stream_count = summary->connection_count;
	selected.shown_count = selection->count;
	return report_selected(&selected);
}

static int run_opened(struct request *request)
{
	autofinish(error) struct error error = { 0 };
	autofinish(text) struct text out = { 0 };
	struct selection selection;
	struct capture_summary summary;
	if (!select_packets(request, OPENED_MAX, &selection, &summary, &error))
		return report_error(&error);
	if (selection.match_count > selection.count) {
		(void)error_set(&error,
			"'%s' has %llu matching packets and at most %d are opened at a time: select some with a filter, --frames 1-20 or --stream 0",
			request->path, (unsigned long long)selection.match_count, OPENED_MAX);
		return report_error(&error);
	}
	bool is_there = report_selection(request, &selection, &summary);
	const struct opened_packet_options options = { request->lang, output_colors() };
	for (size_t i = 0; i < selection.count; i++) {
		if (i)
			text_append_char(&out, '\n');
		opened_packet_append(&out, selection.packets[i], &summary, &options);
		if (out.size < OUTPUT_SIZE && i + 1 < selection.count)
			continue;
		(void)fwrite(text_string(&out), 1, out.size, stdout);
		text_clear(&out);
	}
	return is_there ? EXIT_DONE : EXIT_FAILED;
}

/* Reads the calls beside the capture. */
static bool read_calls(
	struct request *request, struct capture_summary *summary, struct error *error)
{
	summary->calls = recorded_calls_read(request->path, summary->connections,
		summary->connection_count, NULL, &request->arena, error);
	if (summary->calls || error_is_set(error))
		return summary->calls != NULL;
	return error_set(error,
		"the socket calls of '%s' are not recorded: record it with 'pcapdeck record -- COMMAND', which writes them beside it",
		request->path);
}

static bool select_for_svg(struct request *request, struct selection *ret_selection,
	struct capture_summary *ret_summary, struct error *error)
{
	size_t packets_max = request->view->packets_max;
	if (!select_packets(request, packets_max, ret_selection, ret_summary, error))
		return false;
	if (!picture_view_can_draw(request->view, ret_selection, ret_summary))
		return error_set(error,
			packets_max > 1
				? "'%s' has %llu matching packets and the view '%s' shows at most %zu: select some with a filter, --frames 1-20 or --stream 0"
				: "'%s' has %llu matching packets and the view '%s' shows %zu: select some with a filter, --frames 1 or --stream 0",
			request->path, (unsigned long long)ret_selection->match_count,
			request->view->name, packets_max);
	if (!ret_selection->count)
		return error_set(error, "no packet of '%s' matches, so there is nothing to draw",
			request->path);
	if ((request->view->needs_calls || request->shows_calls) &&
		!read_calls(request, ret_summary, error))
		return false;
	uint32_t busiest = 0;
	size_t stream_count = selection_streams(ret_selection, &busiest);
	if (!request->view->is_of_one_stream || stream_count == 1)
		return true;
	if (!stream_count)
		return error_set(error, "the view '%s' draws a TCP connection and '%s' has none",
			request->view->name, request->path);
	return error_set(error,
		"the view '%s' draws one connection and '%s' has %zu: choose one with --stream %u",
		request->view->name, request->path, stream_count, busiest);
}

static int run_svg(struct request *request)
{
	autofinish(error) struct error error = { 0 };
	autofinish(text) struct text svg = { 0 };
	struct selection selection;
	struct capture_summary summary;
	if (!select_for_svg(request, &selection, &summary, &error))
		return report_error(&error);
	struct color_legend legend = { 0 };
	if (request->view->colors)
		request->view->colors(&legend, &selection, &summary, request->coloring);
	struct call_events calls;
	if (request->shows_calls)
		call_events_find(
			&calls, &selection, &summary, false, CALLS_DRAWN_MAX, &request->arena);
	const struct picture_options options = {
		.id = request->view->name,
		.lang = request->lang,
		.title = "",
		.width = SVG_WIDTH,
		.height = SVG_HEIGHT,
		.calls = request->shows_calls ? &calls : NULL,
		.shows_calls = request->shows_calls,
		.coloring = request->coloring,
		.legend = &legend,
		.is_standalone = true,
	};
	bool is_there = report_selection(request, &selection, &summary);
	request->view->svg(&svg, &selection, &summary, &options);
	(void)fwrite(text_string(&svg), 1, svg.size, stdout);
	return is_there ? EXIT_DONE : EXIT_FAILED;
}

/* The arguments as given. */
struct arguments {
	bool is_svg, is_count, shows_calls;
	const char *json, *show, *colors, *lang, *frames, *stream, *interface, *save;
};

static bool choose_view(const struct command *command, const char *name, struct request *request)
{
	autofinish(text) struct text names = { 0 };
	request->view = picture_view_find(name);
	if (request->view)
		return true;
	picture_view_names_append(&names);
	report_usage(command, "'--show %s' is no view; there are %s", name, text_string(&names));
	return false;
}

/* Chooses the colors of a picture, which has to be one that colors packets. */
static bool choose_colors(
	const struct command *command, const struct arguments *arguments, struct request *request)
{
	const char *colors = arguments->colors;
	if (!colors)
		return true;
	if (strcmp(colors, "wireshark") == 0)
		request->coloring = COLORED_BY_RULE;
	else if (strcmp(colors, "kind") != 0)
		return report_usage(command, "'--colors %s' is unknown; it is kind or wireshark",
			       colors),
		       false;
	if (request->output != OUTPUT_SVG || !request->view->colors)
		return report_usage(command,
			       "--colors goes with --svg and a picture that colors packets: --show sequence, stack, segments or connections"),
		       false;
	return true;
}

/* Chooses whether socket calls stand in a picture that can do without them. */
static bool choose_calls(
	const struct command *command, const struct arguments *arguments, struct request *request)
{
	bool has_place =
		request->view == &picture_view_sequence || request->view == &picture_view_graph;
	request->shows_calls = arguments->shows_calls;
	if (request->shows_calls && (request->output != OUTPUT_SVG || !has_place))
		return report_usage(command,
			       "--calls goes with --svg and --show sequence, or --show graph, which gains the congestion window"),
		       false;
	return true;
}

static bool choose_output(
	const struct command *command, const struct arguments *arguments, struct request *request)
{
	unsigned chosen = 0;
	request->output = OUTPUT_TEXT;
	if (arguments->json && ++chosen)
		request->output = *arguments->json ? OUTPUT_JSON_FULL : OUTPUT_JSON;
	if (arguments->is_count && ++chosen)
		request->output = OUTPUT_COUNT;
	if (arguments->is_svg && ++chosen)
		request->output = OUTPUT_SVG;
	if (arguments->save && ++chosen)
		request->output = OUTPUT_SAVE;
	request->save_path = arguments->save;
	if (chosen > 1)
		return report_usage(command, "choose one of --json, --svg, --count and -w"), false;
	if (arguments->json && *arguments->json && strcmp(arguments->json, "full") != 0)
		return report_usage(command, "'--json=%s' is unknown; it is --json or --json=full",
			       arguments->json),
		       false;
	if (!choose_view(command, arguments->show ? arguments->show : "sequence", request))
		return false;
	bool is_packet = arguments->show && strcmp(arguments->show, "packet") == 0;
	if (is_packet && !chosen)
		request->output = OUTPUT_OPENED;
	bool has_words = arguments->is_svg || request->output == OUTPUT_OPENED;
	if (arguments->show && !has_words)
		return report_usage(command,
			       is_packet
				       ? "--show packet has no --json, --count or -w"
				       : "--show says which picture --svg draws: add --svg, or open packets with --show packet"),
		       false;
	request->lang = arguments->lang ? arguments->lang : lang_of_locale();
	if (arguments->lang && !has_words)
		return report_usage(command,
			       "--lang is the language of what --svg or --show packet shows"),
		       false;
	return option_lang(command, request->lang) && choose_colors(command, arguments, request) &&
		choose_calls(command, arguments, request);
}

static bool choose_packets(const struct command *command, const struct arguments *arguments,
	int operands, char **argv, struct request *request)
{
	autofinish(error) struct error error = { 0 };
	uint64_t stream;
	request->path = argv[1];
	operands_join(&request->filter, argv, 2, operands);
	request->choice.filter = text_string(&request->filter);
	request->choice.stream = -1;
	request->choice.interface = arguments->interface;
	if (arguments->stream) {
		if (!option_number(command, "--stream", arguments->stream, 0, UINT32_MAX, &stream))
			return false;
		request->choice.stream = (int64_t)stream;
	}
	struct frame_range *ranges = NULL;
	if (arguments->frames &&
		!frame_ranges_parse(arguments->frames, &request->arena, &ranges,
			&request->choice.range_count, &error))
		return report_usage(command, "%s", error_message(&error)), false;
	request->choice.ranges = ranges;
	return true;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct arguments arguments = { 0 };
	autofinish(request) struct request request = { 0 };
	const struct option_spec specs[] = {
		{ .name = "json", .optional = &arguments.json },
		{ .name = "svg", .flag = &arguments.is_svg },
		{ .name = "show", .value = &arguments.show },
		{ .name = "calls", .flag = &arguments.shows_calls },
		{ .name = "colors", .value = &arguments.colors },
		{ .name = "lang", .value = &arguments.lang },
		{ .name = "count", .flag = &arguments.is_count },
		{ .name = "frames", .value = &arguments.frames },
		{ .name = "stream", .value = &arguments.stream },
		{ .name = "interface", .value = &arguments.interface },
		{ .letter = 'w', .name = "write", .value = &arguments.save },
		{ .name = NULL },
	};
	int operands, status;
	if (!options_parse(command, argc, argv, specs, &operands, &status))
		return status;
	if (operands < 1)
		return report_usage(
			command, "which capture? name a file, or '-' for standard input");
	if (!choose_output(command, &arguments, &request) ||
		!choose_packets(command, &arguments, operands, argv, &request))
		return EXIT_USAGE;
	switch (request.output) {
	case OUTPUT_SVG:
		status = run_svg(&request);
		break;
	case OUTPUT_OPENED:
		status = run_opened(&request);
		break;
	default:
		status = run_scan(&request);
		break;
	}
	return error_is_set(&request.damage) ? report_error(&request.damage) : status;
}

const struct command command_packets = {
	.name = "packets",
	.arguments = "FILE [FILTER] [--show VIEW]\n        [--svg | --json | --count | -w OUT]",
	.summary = "print the packets of a capture, decoded and analysed",
	.help = "FILTER is libpcap's language (man pcap-filter). It, --frames, --stream and\n"
		"--interface only choose what is shown: numbers, streams and analysis are those\n"
		"of the whole file.\n"
		"\n"
		"Options:\n"
		"      --frames 1-3,8,10-   frames by number\n"
		"      --stream N           one TCP connection, as Wireshark's tcp.stream has\n"
		"                           them\n"
		"      --interface N        one interface of a pcapng: its number, from 0, or its\n"
		"                           name\n"
		"      --json[=full]        JSON Lines, a packet each; full: every field with its\n"
		"                           bytes\n"
		"      --svg                a picture as an SVG that stands alone; --show says\n"
		"                           which\n"
		"      --show VIEW          'packet': packets in full as text, headers, fields,\n"
		"                           bits, bytes, and a sentence about each field;\n"
		"                           with --svg, which picture: sequence (default),\n"
		"                           packet, stack, list, segments, stream, connections,\n"
		"                           graph, calls, buffers, descriptors\n"
		"      --calls              the socket calls beside the capture in a sequence; in\n"
		"                           a graph the congestion window that they tell\n"
		"      --colors kind|wireshark\n"
		"                           what colors the packets of --svg: what they do (the\n"
		"                           default), or Wireshark's rules\n"
		"      --lang ko|en         of the words of --svg and --show packet, else the\n"
		"                           locale's\n"
		"      --count              totals: packets, labels, streams\n"
		"  -w, --write OUT          save the packets as a capture with nanoseconds: a\n"
		"                           pcap, or, where the file's link types differ, a\n"
		"                           pcapng\n"
		"\n"
		"'-' is standard input or output. Colors appear on a terminal, as many as it can\n"
		"show (TERM, COLORTERM); NO_COLOR turns them off.\n"
		"\n"
		"Examples:\n"
		"  pcapdeck packets pingpong.pcap\n"
		"  pcapdeck packets pingpong.pcap tcp port 8080 and host 192.0.2.1\n"
		"  pcapdeck packets pingpong.pcap --show packet --frames 4\n"
		"  pcapdeck packets pingpong.pcap --stream 0 --svg > pingpong.svg\n"
		"  tcpdump -i lo -w - | pcapdeck packets -\n",
	.run = run,
};
