/*
 * The stack is unwound with the tables that every program has for exceptions (.eh_frame); lines are
 * those of its debug information, which a compiler adds with -g. Files of debug information beside
 * a program, and servers of them, are not looked at: a program of one's own has its lines itself.
 *
 * libdw is loaded on first use, since few recordings need it, by the name that a linker would have
 * written into the program. An ELF note tells packagers ("ELF Notes for dlopen()" of the UAPI
 * Group).
 */
#include "lab/calls/native-line-linux.h"

#include <dlfcn.h>
#include <elfutils/libdwfl.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"

#define SONAME "libdw.so.1"
#define NOTE                                                                                       \
	"[{\"soname\":[\"" SONAME "\"],\"feature\":\"source\",\"priority\":\"suggested\","         \
	"\"description\":\"record --source\"}]"

enum { NOTE_TYPE = 0x407c0c0a, FRAMES_MAX = 64 };

__attribute__((used, section(".note.dlopen"))) _Alignas(uint32_t) static const struct {
	uint32_t vendor_size, note_size, type;
	char vendor[4];
	_Alignas(uint32_t) char note[sizeof(NOTE)];
} dlopen_note = { sizeof("FDO"), sizeof(NOTE), NOTE_TYPE, "FDO", NOTE };

/* Every function of the library that this program calls. */
#define LIBDW_FUNCTIONS(FUNCTION)                                                                  \
	FUNCTION(dwfl_addrmodule)                                                                  \
	FUNCTION(dwfl_begin)                                                                       \
	FUNCTION(dwfl_end)                                                                         \
	FUNCTION(dwfl_frame_pc)                                                                    \
	FUNCTION(dwfl_getmodules)                                                                  \
	FUNCTION(dwfl_getthread_frames)                                                            \
	FUNCTION(dwfl_line_comp_dir)                                                               \
	FUNCTION(dwfl_lineinfo)                                                                    \
	FUNCTION(dwfl_linux_proc_attach)                                                           \
	FUNCTION(dwfl_linux_proc_find_elf)                                                         \
	FUNCTION(dwfl_linux_proc_report)                                                           \
	FUNCTION(dwfl_module_getsrc)                                                               \
	FUNCTION(dwfl_module_getsym)                                                               \
	FUNCTION(dwfl_module_getsymtab)                                                            \
	FUNCTION(dwfl_report_end)

static struct libdw {
#define LIBDW_MEMBER(name) __typeof__(name) *name;
	LIBDW_FUNCTIONS(LIBDW_MEMBER)
#undef LIBDW_MEMBER
	bool is_loaded;
} libdw;

bool native_lines_load(void)
{
	void *library = libdw.is_loaded ? NULL : dlopen(SONAME, RTLD_LAZY | RTLD_LOCAL);
	if (!library)
		return libdw.is_loaded;
		/* POSIX allows this conversion (dlsym(3)). */
#define LIBDW_FIND(name)                                                                           \
	*(void **)&libdw.name = dlsym(library, #name);                                             \
	if (!libdw.name)                                                                           \
		return false;
	LIBDW_FUNCTIONS(LIBDW_FIND)
#undef LIBDW_FIND
	libdw.is_loaded = true;
	return true;
}

/* ---- a process ---- */

struct native_process {
	Dwfl *dwfl;
	Dwfl_Callbacks callbacks; /* the library keeps their address */
	char *debug_path; /* the same */
};

static int find_no_debuginfo(Dwfl_Module *module, void **user_data, const char *module_name,
	Dwarf_Addr base, const char *file_name, const char *link_file, GElf_Word link_crc,
	char **ret_file_name)
{
	(void)module;
	(void)user_data;
	(void)module_name;
	(void)base;
	(void)file_name;
	(void)link_file;
	(void)link_crc;
	(void)ret_file_name;
	return -1;
}

struct native_process *native_process_open(pid_t id)
{
	struct native_process *process = xcalloc(1, sizeof(*process));
	process->callbacks = (Dwfl_Callbacks){
		.find_elf = libdw.dwfl_linux_proc_find_elf,
		.find_debuginfo = find_no_debuginfo,
		.debuginfo_path = &process->debug_path,
	};
	process->dwfl = libdw.dwfl_begin(&process->callbacks);
	if (process->dwfl && libdw.dwfl_linux_proc_report(process->dwfl, id) == 0 &&
		libdw.dwfl_report_end(process->dwfl, NULL, NULL) == 0 &&
		libdw.dwfl_linux_proc_attach(process->dwfl, id, true) == 0)
		return process;
	native_process_close(process);
	return NULL;
}

void native_process_close(struct native_process *process)
{
	if (!process)
		return;
	if (process->dwfl)
		libdw.dwfl_end(process->dwfl);
	free(process);
}

/* ---- symbols ---- */

struct wanted_symbol {
	const char *file, *symbol;
	uint64_t address; /* 0: not found yet */
};

static bool is_file(const char *path, const char *wanted)
{
	static const char library[] = "lib";
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	if (strncmp(name, library, sizeof(library) - 1) == 0)
		name += sizeof(library) - 1;
	return strncmp(name, wanted, strlen(wanted)) == 0;
}

static int look_into_module(
	Dwfl_Module *module, void **user_data, const char *name, Dwarf_Addr start, void *context)
{
	struct wanted_symbol *wanted = context;
	(void)user_data;
	(void)start;
	int count = is_file(name, wanted->file) ? libdw.dwfl_module_getsymtab(module) : 0;
	for (int i = 0; i < count; i++) {
		GElf_Sym symbol;
		GElf_Word section = SHN_UNDEF;
		const char *found = libdw.dwfl_module_getsym(module, i, &symbol, &section);
		if (found && section != SHN_UNDEF && strcmp(found, wanted->symbol) == 0) {
			wanted->address = symbol.st_value;
			return DWARF_CB_ABORT;
		}
	}
	return DWARF_CB_OK;
}

uint64_t native_symbol_find(
	const struct native_process *process, const char *file, const char *symbol)
{
	struct wanted_symbol wanted = { file, symbol, 0 };
	(void)libdw.dwfl_getmodules(process->dwfl, look_into_module, &wanted, 0);
	return wanted.address;
}

/* ---- lines ---- */

struct walk {
	struct native_process *process;
	native_take_line *take;
	void *context;
	unsigned frame_count;
	bool is_taken, is_stale;
};

static bool take_line(struct walk *walk, Dwfl_Line *line)
{
	int number = 0;
	const char *path = libdw.dwfl_lineinfo(line, NULL, &number, NULL, NULL, NULL);
	const char *folder = libdw.dwfl_line_comp_dir(line);
	return path && number > 0 &&
		walk->take(walk->context, folder ? folder : "", path, (unsigned)number);
}

static int look_at_frame(Dwfl_Frame *frame, void *context)
{
	struct walk *walk = context;
	Dwarf_Addr place;
	bool is_innermost;
	if (walk->frame_count++ == FRAMES_MAX || !libdw.dwfl_frame_pc(frame, &place, &is_innermost))
		return DWARF_CB_ABORT;
	/* A return address may be that of the next line. */
	place -= !is_innermost;
	Dwfl_Module *module = libdw.dwfl_addrmodule(walk->process->dwfl, place);
	Dwfl_Line *line = module ? libdw.dwfl_module_getsrc(module, place) : NULL;
	walk->is_stale |= !module;
	walk->is_taken = line && take_line(walk, line);
	return walk->is_taken ? DWARF_CB_ABORT : DWARF_CB_OK;
}

bool native_lines(struct native_process *process, pid_t thread, native_take_line *take,
	void *context, bool *ret_is_stale)
{
	struct walk walk = { .process = process, .take = take, .context = context };
	(void)libdw.dwfl_getthread_frames(process->dwfl, thread, look_at_frame, &walk);
	*ret_is_stale = walk.is_stale;
	return walk.is_taken;
}
