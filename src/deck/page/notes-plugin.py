#!/usr/bin/env python3
"""Writes reveal.js's notes plugin without the Markdown parser and the white space inside it, with a
countdown, and in the talk's language.

    notes-plugin.py notes.mjs OUTPUT.js

The parser (marked) is two thirds of the plugin. It only serves notes that are Markdown in the page; ours
were rendered by cmark when the deck was built. What is left gives itself the name that a script of a
page knows the plugin by.

The speaker's window has a clock, the time that has passed and what is left for the slide. Ours says as
well what is left of the talk (`talkTime` of the configuration, in seconds), and speaks Korean where the
page does. Both are changes of the plugin's text, since the window outlives a reload of the deck's page
and whatever our own scripts would do there.
"""
import json
import re
import sys

# The page of the speaker's window stands in a string of the plugin: these are found and written as such.
KOREAN = {
    "Loading speaker view...": "발표자 화면을 여는 중…",
    "Upcoming": "다음",
    "Time": "시간",
    "Click to Reset": "눌러서 다시 시작",
    "Time left": "남은 시간",
    "Pacing – Time to finish current slide": "이 장에 남은 시간",
    "Notes": "노트",
    "Layout": "배치",
    "Default": "기본",
    "Wide": "넓게",
    "Tall": "높게",
    "Notes only": "노트만",
}

# The words of the page are whole texts of elements.
TRANSLATE = """
var words = document.documentElement.lang === 'ko' ? %s : {};
function translate( text ) { return words[ text ] || text; }
var texts = document.createTreeWalker( document.body, NodeFilter.SHOW_TEXT );
while( texts.nextNode() ) {
	var text = texts.currentNode.data.trim();
	if( words[ text ] ) texts.currentNode.data = texts.currentNode.data.replace( text, words[ text ] );
}
""" % json.dumps(KOREAN, ensure_ascii=False)

LEFT = """
<h4 class="label left-title" style="display: none">Time left</h4>
<div class="left" style="display: none">
<span class="hours-value">00</span><span class="minutes-value">:00</span><span class="seconds-value">:00</span>
</div>
"""

COUNT_DOWN = """
if( talkTime ) {
	var left = talkTime * 1000 - diff;
	leftEl.className = left < 0 ? 'left behind' : 'left';
	_displayTime( leftEl.children[0], leftEl.children[1], leftEl.children[2], left );
}
"""

FIND_TALK_TIME = """
var talkTime = null, leftEl = timeEl.querySelector( '.left' );
callRevealApi( 'getConfig', [], function ( config ) {
	talkTime = config.talkTime;
	if( talkTime ) {
		timeEl.querySelector( '.left-title' ).style.removeProperty( 'display' );
		leftEl.style.removeProperty( 'display' );
	}
} );
"""

BEFORE, AFTER, INSTEAD = range(3)
WINDOW = [
    (BEFORE, '<h4 class="label pacing-title"', LEFT),
    (BEFORE, ".speaker-controls-time .pacing .hours-value,", ".speaker-controls-time .left span,"),
    (BEFORE, ".speaker-controls-time .pacing.behind {", ".speaker-controls-time .left.behind,"),
    (AFTER, "_displayTime( hoursEl, minutesEl, secondsEl, diff );", COUNT_DOWN),
    (BEFORE, "var timings = null;", FIND_TALK_TIME),
    (BEFORE, "var connectionStatus = document.querySelector( '#connection-status' );", TRANSLATE),
    (INSTEAD, "option.textContent = SPEAKER_LAYOUTS[ id ];", "option.textContent = translate( SPEAKER_LAYOUTS[ id ] );"),
    (INSTEAD, "'Layout' + ( title ? ( ': ' + title ) : '' )", "translate( 'Layout' ) + ( title ? ( ': ' + translate( title ) ) : '' )"),
    (INSTEAD, "toLocaleTimeString( 'en-US', {", "toLocaleTimeString( document.documentElement.lang, {"),
]


def in_string(text):
    """As it stands inside a string of JavaScript in double quotes."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")


def change_window(path, source):
    for where, text, new in WINDOW:
        text, new = in_string(text), in_string(new)
        if source.count(text) != 1:
            sys.exit(f"{path}: expected {text!r} once, found it {source.count(text)} times: reveal.js has "
                     "changed, and this script must be looked at again")
        source = source.replace(text, new + text if where == BEFORE else text + new if where == AFTER else new)
    return source


def main():
    path, output = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        source = file.read()
    for pattern, replacement in [
            (r"//#region node_modules/marked/.*?//#endregion\n", ""),
            (r"\bt\.marked = \$, ", ""),
            # The window is in the language of the page.
            (r'(\bt\.document\.write\(".*?<html lang=\\")en(\\">)', r'\1" + (/^ko/.test(document.documentElement.lang) ? "ko" : "en") + "\2'),
            (r"export \{ (\w+) as default \};", r"window.RevealNotes = \1;")]:
        source, count = re.subn(pattern, replacement, source, flags=re.DOTALL)
        if count != 1:
            sys.exit(f"{path}: expected {pattern!r} once, found it {count} times: reveal.js has changed, "
                     "and this script must be looked at again")
    source = change_window(path, source)
    # The page of the speaker's window stands in a string, indented; nothing in it cares for that.
    source = re.sub(r"(?:\\n[\t ]*)+", r"\\n", source)
    with open(output, "w", encoding="utf-8") as file:
        file.write(source)


main()
