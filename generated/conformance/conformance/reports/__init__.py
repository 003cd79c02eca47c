"""Reports: functions from a finished `Run` to text. `html` for people, `junit` for CI, `json_report` for programs."""
