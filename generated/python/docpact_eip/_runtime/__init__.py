"""What every generated client stands on. It knows no operation and no service; the generated modules do."""
