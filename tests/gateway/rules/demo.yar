/* Harmless rules that show what the YARA engine does. They match quotations of an attack as well as
   the attack, which is what a demonstration wants. */

rule Demo_Marker
{
    meta:
        description = "The marker with which the demo and the tests provoke a match"
    strings:
        $marker = "metadefender-wasm yara demo marker"
    condition:
        $marker
}

rule Demo_Php_Web_Shell
{
    meta:
        description = "PHP that runs what a request sends"
    strings:
        $php = "<?php" nocase
        $run = /(eval|assert|system|passthru|shell_exec)\s*\(\s*(base64_decode\s*\(\s*)?\$_(GET|POST|REQUEST|COOKIE)\b/ nocase
    condition:
        all of them
}

rule Demo_PowerShell_Download_Cradle
{
    meta:
        description = "PowerShell that downloads a script and runs it at once"
    strings:
        $run = /\b(iex|invoke-expression)\b/ nocase
        $download = /net\.webclient\s*\)?\s*\)?\s*\.\s*download(string|data)\b/ nocase ascii wide
    condition:
        all of them
}

rule Demo_Double_Extension_In_Zip
{
    meta:
        description = "An archive with a program that poses as a document"
    strings:
        $name = /\.(pdf|docx?|xlsx?|jpe?g|png)\.(exe|scr|com|bat|js|vbs)/ nocase
    condition:
        uint32be(0) == 0x504b0304 and $name
}
