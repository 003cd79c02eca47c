"""One faulty server and the suite, in one process: `worker.py FOLDER PACKAGE SUITE REPORT OPERATION…`."""

import importlib
import importlib.util
import logging
import sys


def main(folder, name, suite, report, *operations):
    sys.dont_write_bytecode = True
    sys.path[:0] = [folder, suite]
    logging.disable(logging.CRITICAL)
    package = importlib.import_module(name)
    spec = importlib.util.spec_from_file_location("behaviour", f"{folder}/behaviour.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["behaviour"] = module
    spec.loader.exec_module(module)
    kinds = [k for k in vars(module).values() if isinstance(k, type) and issubclass(k, package.Handlers)]
    behaviour = next(kind for kind in kinds if kind.__module__ == "behaviour")()
    keys = [package.Credential("testid", "testsecret")]
    app = package.create_app(behaviour, keys=keys, options=package.Options(states=True))
    from conformance.__main__ import main as conformance

    chosen = ["--kinds", "service"] if operations == ("service",) else ["--operations", ",".join(operations)]
    with package.running(app) as url:
        options = ["--endpoint", url, "--state-url", f"{url}/_docpact/states", "--signatures", "rpc,v3", "--strict"]
        return conformance([*options, *chosen, "--timeout", "3", "--json", report, "--quiet"])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
