[assembly: Nabla.ExportComponent("algorithms")]
