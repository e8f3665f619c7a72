"""Runs a Prefect flow or a plain function in a container and tells by its exit code what happened.

    python run_flow.py flows/etl.py:etl        python run_flow.py package.module.etl

Standard library only, Python 3.8 and newer. It travels as text in a task definition's command, so nothing has to
be added to an image. Exit codes and environment are listed in README.md, "The flow runner".

Keep comments on lines of their own and docstrings in three double quotes: pack-runner.ts takes both away.
"""
import asyncio
import datetime
import difflib
import functools
import hashlib
import hmac
import importlib
import importlib.util
import inspect
import json
import os
import signal
import sys
import tempfile
import time
import traceback
import urllib.error
import urllib.parse
import urllib.request

DONE, FLOW_RAISED, BAD_PARAMETERS, CANNOT_IMPORT = 0, 1, 64, 65
NO_PARAMETERS, RESULT_NOT_STORED, TERMINATED = 66, 74, 143
MAX_RESULT_BYTES = 10 * 1024 * 1024


class Stop(Exception):
    """Ends the runner with an exit code and a line that says why."""

    def __init__(self, code, line):
        super().__init__(line)
        self.code = code


def say(line):
    print("acme: " + line, file=sys.stderr, flush=True)


def print_traceback(error):
    """Without the runner's own frame, and last: the last line of the log says what went wrong."""
    traceback.print_exception(type(error), error, error.__traceback__.tb_next)


def main(arguments):
    if len(arguments) != 1:
        say("expected one argument, the flow: flows/etl.py:etl or package.module.etl")
        return BAD_PARAMETERS
    # As in any container, lines are wanted when they are printed.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(line_buffering=True)
    # An exception, so that the flow's own clean-up (finally, with) runs before the end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        prepare_prefect()
        parameters = read_parameters()
        flow = load(arguments[0])
        positional, named = bind(flow, parameters)
        try:
            # A Prefect flow too is just called: it runs here, and raises what it raises.
            result = settle(flow(*positional, **named))
        except Exception as error:
            print_traceback(error)
            return FLOW_RAISED
        keep_result(result)
        return DONE
    except Stop as stop:
        say(str(stop))
        return stop.code
    except KeyboardInterrupt:
        return 130
    except BaseException as error:
        # SIGTERM during an async flow: Prefect's own handler raises this, and its engine lets it through.
        if type(error).__name__ == "TerminationSignal":
            return TERMINATED
        raise


def prepare_prefect():
    """Without a lasting server a flow uses one that Prefect starts in this container and that ends with it."""
    if os.environ.get("ACME_PREFECT_API") == "keep":
        return
    for name in ("PREFECT_API_URL", "PREFECT_API_KEY", "PREFECT_API_AUTH_STRING", "PREFECT_PROFILE"):
        os.environ.pop(name, None)
    # A home of its own hides any profile in the image, and is writable where the user's may not be.
    os.environ["PREFECT_HOME"] = tempfile.mkdtemp(prefix="acme-prefect-")
    os.environ["PREFECT_SERVER_EPHEMERAL_ENABLED"] = "true"
    os.environ["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] = "true"
    for name, value in (
        ("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120"),
        ("PREFECT_LOGGING_TO_API_ENABLED", "false"),
        ("PREFECT_SERVER_ANALYTICS_ENABLED", "false"),
    ):
        os.environ.setdefault(name, value)


def read_parameters():
    uri = os.environ.get("ACME_PARAMETERS_S3_URI")
    text = os.environ.get("ACME_PARAMETERS") or "{}"
    if uri:
        try:
            text = s3("GET", uri).decode()
        except Exception as error:
            raise Stop(NO_PARAMETERS, "the parameters at %s cannot be read: %s" % (uri, error))
    try:
        # Not strict: a raw line break within a string is no reason to refuse.
        parameters = json.loads(text, strict=False)
    except ValueError as error:
        raise Stop(BAD_PARAMETERS, "the parameters are not JSON: %s" % error)
    if not isinstance(parameters, dict):
        raise Stop(BAD_PARAMETERS, "the parameters are not a JSON object: %.80s" % text)
    return parameters


def load(entrypoint):
    path, colon, name = entrypoint.rpartition(":")
    sys.path.insert(0, os.getcwd())
    try:
        if not colon:
            path, _, name = entrypoint.rpartition(".")
        module = import_file(path) if colon else importlib.import_module(path)
        flow = functools.reduce(getattr, name.split("."), module)
    except Exception as error:
        print_traceback(error)
        raise Stop(CANNOT_IMPORT, "cannot import %s from %s" % (entrypoint, os.getcwd()))
    if not callable(flow):
        raise Stop(CANNOT_IMPORT, "%s is a %s, not a flow or a function" % (entrypoint, type(flow).__name__))
    return flow


def import_file(path):
    """The module of a file, under the name that other modules import it by where it has one (pickling needs that)."""
    full = os.path.abspath(path)
    if not os.path.isfile(full):
        raise FileNotFoundError("no such file: " + full)
    # What lies beside the file is importable, as with `python flows/etl.py`.
    sys.path.insert(1, os.path.dirname(full))
    name = os.path.splitext(os.path.relpath(full))[0].replace(os.sep, ".")
    if all(part.isidentifier() for part in name.split(".")) and name not in sys.modules:
        try:
            found = importlib.util.find_spec(name)
        except (ImportError, ValueError):
            found = None
        if found and found.origin and os.path.abspath(found.origin) == full:
            return importlib.import_module(name)
    name = "acme_flow_" + os.path.splitext(os.path.basename(full))[0]
    spec = importlib.util.spec_from_file_location(name, full)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def is_prefect_flow(flow):
    prefect = sys.modules.get("prefect")
    return prefect is not None and isinstance(flow, prefect.Flow)


def bind(flow, parameters):
    """Positional and keyword arguments of the call. Unknown, missing and wrong parameters are named."""
    function = flow.fn if is_prefect_flow(flow) else flow
    try:
        expected = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return [], parameters
    named = {
        name: parameter
        for name, parameter in expected.items()
        if parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    }
    takes_any = any(parameter.kind == parameter.VAR_KEYWORD for parameter in expected.values())
    problems = []
    for name in parameters:
        if name not in named and not takes_any:
            close = difflib.get_close_matches(name, named, 1)
            problems.append("unknown %s%s" % (name, " (did you mean %s?)" % close[0] if close else ""))
    for name, parameter in named.items():
        if name not in parameters and parameter.default is parameter.empty:
            problems.append("missing %s" % name)
    if problems:
        takes = ", ".join(named) or "none"
        raise Stop(BAD_PARAMETERS, "wrong parameters: %s. The flow takes: %s" % ("; ".join(problems), takes))
    if is_prefect_flow(flow):
        validate(flow, parameters)
    rest = dict(parameters)
    positional = [
        rest.pop(name)
        for name, parameter in named.items()
        if parameter.kind == parameter.POSITIONAL_ONLY and name in rest
    ]
    return positional, rest


def validate(flow, parameters):
    """Prefect checks types too; asked here, a wrong one is told from a flow that raised."""
    from prefect.utilities.callables import get_call_parameters

    if not getattr(flow, "should_validate_parameters", False):
        return
    try:
        flow.validate_parameters(get_call_parameters(flow.fn, (), parameters))
    except Exception as error:
        raise Stop(BAD_PARAMETERS, "wrong parameters: %s" % error)


def settle(result):
    """What a coroutine returns; generators are run to their end."""
    if inspect.isasyncgen(result):
        return asyncio.run(drain(result))
    if inspect.isawaitable(result):
        return settle(asyncio.run(wait_for(result)))
    if inspect.isgenerator(result):
        while True:
            try:
                next(result)
            except StopIteration as end:
                return end.value
    return result


async def wait_for(awaitable):
    return await awaitable


async def drain(generator):
    async for _ in generator:
        pass


def keep_result(result):
    path, uri = os.environ.get("ACME_RESULT_PATH"), os.environ.get("ACME_RESULT_S3_URI")
    if not path and not uri:
        return
    try:
        data = json.dumps(result, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        say("the result, a %s, is not JSON and is not kept (%s)" % (type(result).__name__, error))
        return
    if len(data) > MAX_RESULT_BYTES:
        say("the result has %d bytes and is not kept; the limit is %d" % (len(data), MAX_RESULT_BYTES))
        return
    try:
        if path:
            with open(path + ".part", "wb") as file:
                file.write(data)
            os.replace(path + ".part", path)
        if uri:
            s3("PUT", uri, data)
    except Exception as error:
        line = "the result cannot be stored: %s" % error
        if result is None:
            say(line)
        else:
            raise Stop(RESULT_NOT_STORED, line)


def s3(method, uri, data=b""):
    """GET or PUT of s3://bucket/key, with boto3 where the image has it."""
    bucket, _, key = uri[len("s3://"):].partition("/")
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    try:
        import boto3
        from botocore.config import Config
    except ImportError:
        return s3_by_hand(method, bucket, key, endpoint, data)
    # boto3 itself reads AWS_DEFAULT_REGION only, and old ones no endpoint.
    options = {"region_name": region_of_task()}
    if endpoint:
        options.update(endpoint_url=endpoint, config=Config(s3={"addressing_style": "path"}))
    client = boto3.client("s3", **options)
    if method == "GET":
        return client.get_object(Bucket=bucket, Key=key)["Body"].read()
    client.put_object(Bucket=bucket, Key=key, Body=data, ContentType="application/json")
    return b""


def s3_by_hand(method, bucket, key, endpoint, data):
    region = region_of_task()
    domain = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    base = (endpoint or "https://s3.%s.%s" % (region, domain)).rstrip("/")
    url = "%s/%s/%s" % (base, bucket, urllib.parse.quote(key, safe="/-_.~"))
    for attempt in range(4):
        headers = sign(method, url, region, data, credentials())
        request = urllib.request.Request(url, data if method == "PUT" else None, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            if error.code < 500 or attempt == 3:
                raise OSError("%s %s: %s %s" % (method, url, error.code, error.read()[:500].decode(errors="replace")))
        except OSError:
            if attempt == 3:
                raise
        time.sleep(2**attempt)


def region_of_task():
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"


def credentials():
    """(access key, secret key, session token) from the environment or from the task's credentials endpoint."""
    if "AWS_ACCESS_KEY_ID" in os.environ:
        names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
        return tuple(os.environ.get(name, "") for name in names)
    relative = os.environ.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
    url = "http://169.254.170.2" + relative if relative else os.environ.get("AWS_CONTAINER_CREDENTIALS_FULL_URI")
    if not url:
        raise OSError("there are no AWS credentials: neither AWS_ACCESS_KEY_ID nor a task role")
    token = os.environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN")
    token_file = os.environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")
    if token_file:
        with open(token_file) as file:
            token = file.read().strip()
    request = urllib.request.Request(url, headers={"Authorization": token} if token else {})
    with urllib.request.urlopen(request, timeout=10) as answer:
        found = json.load(answer)
    return found["AccessKeyId"], found["SecretAccessKey"], found.get("Token", "")


def sign(method, url, region, data, keys):
    """Headers with a Signature Version 4."""
    parts = urllib.parse.urlsplit(url)
    moment = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    digest = hashlib.sha256(data).hexdigest()
    headers = {"host": parts.netloc, "x-amz-content-sha256": digest, "x-amz-date": moment}
    if method == "PUT":
        headers["content-type"] = "application/json"
    if keys[2]:
        headers["x-amz-security-token"] = keys[2]
    names = ";".join(sorted(headers))
    lines = ["%s:%s" % (name, headers[name]) for name in sorted(headers)]
    request = "\n".join([method, parts.path, parts.query, *lines, "", names, digest])
    scope = "/".join([moment[:8], region, "s3", "aws4_request"])
    to_sign = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(request.encode()).hexdigest()])
    key = ("AWS4" + keys[1]).encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    headers["authorization"] = "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s" % (
        keys[0],
        scope,
        names,
        signature,
    )
    return headers


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
