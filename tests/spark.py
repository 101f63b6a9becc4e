"""Is there a Java here? Then the tests share one Spark cluster: two workers beside the driver, gone when they end."""

import os
import shutil
import sys
from collections.abc import Iterator

import pytest

# A JVM that lives for two minutes: its best compiler would take more time than it saves (measured: 200 s of CPU, now 120).
FAST = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto"


@pytest.fixture(scope="session")
def spark_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """A session on ``local-cluster[2,1,1024]``; skips where Java is missing."""
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("no Java here, so nothing was asked of Spark")
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    scratch = tmp_path_factory.mktemp("spark")
    os.environ["SPARK_WORKER_DIR"] = str(scratch / "work")
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .appName("tenure-tests")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.default.parallelism", "2")
        # A few rows are answered sooner than code is made for them, or a plan made again on the way.
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .config("spark.local.dir", str(scratch / "local"))
        .config("spark.sql.warehouse.dir", str(scratch / "warehouse"))
        .config("spark.executor.memory", "600m")
        .config("spark.driver.memory", "700m")
        .config("spark.driver.extraJavaOptions", f"-Dderby.system.home={scratch} {FAST}")
        .config("spark.executor.extraJavaOptions", FAST)
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def spark_engine(spark_session):
    """An engine on that cluster."""
    from tenure.eventlog.engines.spark_engine import SparkEngine

    return SparkEngine(spark_session)
